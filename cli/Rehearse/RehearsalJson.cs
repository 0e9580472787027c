using System.Text.Json.Nodes;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Rehearsals;

namespace TechCorp.PgInfra.Cli.Rehearse;

/// <summary>A rehearsal for programs.</summary>
internal static class RehearsalJson
{
    public static JsonObject Of(RehearsalReport report, IEnumerable<string> logins, bool showSecrets)
    {
        var estate = report.Estate;
        return new JsonObject
        {
            ["stack"] = estate.Plans.Estate.Stack,
            ["copyStack"] = estate.Plans.DisasterRecovery?.Stack,
            ["postgresql"] = report.PostgreSqlVersion,
            ["seconds"] = Math.Round(report.Took.TotalSeconds, 2),
            ["memoryDividedBy"] = estate.Scale,
            ["writer"] = estate.Writer.Identifier,
            ["rootCertificate"] = estate.RootCertificateFile,
            ["passwordFile"] = estate.PasswordFile,
            ["nodes"] = Array(estate.Nodes, n =>
            {
                var replication = report.Replication.FirstOrDefault(r => r.Identifier == n.Identifier);
                return new JsonObject
                {
                    ["identifier"] = n.Identifier,
                    ["kind"] = n.Declared.Kind.ToString(),
                    ["source"] = n.Declared.Source,
                    ["host"] = n.Host,
                    ["port"] = n.Port,
                    ["state"] = replication?.State,
                    ["syncState"] = replication?.SyncState,
                    ["lagBytes"] = replication?.LagBytes,
                    ["parameters"] = Array(report.Parameters.Where(p => p.Node == n.Identifier), p => new JsonObject
                    {
                        ["name"] = p.Name, ["asked"] = p.Asked, ["inForce"] = p.InForce, ["holds"] = p.Holds, ["reason"] = p.Reason,
                    }),
                };
            }),
            ["poolers"] = Array(estate.Poolers, p => new JsonObject { ["name"] = p.Name, ["host"] = p.Host, ["port"] = p.Port }),
            ["checks"] = Array(report.Checks, c => new JsonObject { ["what"] = c.What, ["passed"] = c.Passed, ["failures"] = Array(c.Failures, f => JsonValue.Create(f)) }),
            ["notRehearsed"] = Array(report.NotRehearsed, n => new JsonObject { ["what"] = n.What, ["why"] = n.Why, ["resources"] = n.Resources }),
            ["connections"] = Array(logins.SelectMany(l => LoginConnection.For(estate, l, showSecrets)), c => new JsonObject
            {
                ["login"] = c.Login, ["endpoint"] = c.Endpoint, ["psql"] = c.Psql, ["url"] = c.Url, ["npgsql"] = c.Npgsql, ["jdbc"] = c.Jdbc,
            }),
        };
    }

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> one) => new([.. items.Select(one)]);
}
