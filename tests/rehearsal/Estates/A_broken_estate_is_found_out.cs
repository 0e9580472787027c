using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Checks;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests.Estates;

/// <summary>Checks that never fail prove nothing: each is shown an estate that breaks what it guards.</summary>
public sealed class A_broken_estate_is_found_out
{
    /// <summary>A parameter group with force_ssl off lets passwords and data travel in clear.</summary>
    [Fact, Trait("Requirement", "S49")]
    public async Task With_force_ssl_off_the_TLS_check_fails()
    {
        await using var run = RunDirectory.Create();
        var estate = await RunningEstate.StartAsync(run, Alone(await EstatePlans.CaptureAsync(Checkout.Root, "staging"), "rds.force_ssl", "0"));
        await PostDeployStep.ApplyAsync(estate);

        var check = await TlsCheck.RunAsync(estate);
        Assert.Equal(["techcorp-staging-primary takes a client without TLS; rds.force_ssl is not 1 there"], check.Failures);
    }

    /// <summary>The server's own words say what is wrong with a parameter group; without them somebody has to go and look for a log.</summary>
    [Fact, Trait("Requirement", "S22")]
    public async Task A_server_that_does_not_start_is_told_with_the_end_of_its_log()
    {
        await using var run = RunDirectory.Create();
        var plans = Alone(await EstatePlans.CaptureAsync(Checkout.Root, "staging"), "max_connections", "2");
        var failure = await Assert.ThrowsAsync<ProcessException>(() => RunningEstate.StartAsync(run, plans));
        Assert.StartsWith("PostgreSQL techcorp-staging-primary ended with code 1 while starting. Its log ends:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("superuser_reserved_connections (3) must be less than max_connections (2)", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A commit waits for the synchronous standby without end, and so did the rehearsal when another follower could not start, or a disk was
    /// full under the standby: it neither failed nor went on.
    /// </summary>
    [Fact]
    public async Task A_follower_that_does_not_start_calls_off_what_waits_on_the_writer()
    {
        var begins = new Sabotage("techcorp-replica-1", "copy of the empty cluster", folder => File.Delete(Path.Combine(folder, "data", "PG_VERSION")));
        await using var run = begins.Run = RunDirectory.Create(progress: begins);
        var ended = RunningEstate.StartAsync(run, await EstatePlans.CaptureAsync(Checkout.Root, "prod"), (estate, _) => WaitAsync(estate.Writer));

        var failure = await Assert.ThrowsAsync<ProcessException>(() => ended.WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.StartsWith("PostgreSQL techcorp-replica-1 ended with code 1 while starting.", failure.Message, StringComparison.Ordinal);

        static async Task WaitAsync(RunningNode writer)
        {
            await using var connection = await writer.ConnectAsSuperuserAsync();
            await using var command = new Npgsql.NpgsqlCommand("SELECT pg_sleep(600)", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    private sealed class Sabotage(string node, string step, Action<string> work) : IProgress<Step>
    {
        public RunDirectory? Run { get; set; }

        public void Report(Step value)
        {
            if (value.Node == node && value.What == step && value.Took is not null) work(Path.Combine(Run!.Path, node));
        }
    }

    /// <summary>The writer alone, with one parameter changed: less to bring up, and the same path.</summary>
    private static EstatePlans Alone(EstatePlans plans, string parameter, string value)
    {
        var plan = PlanJson.Read(PlanJson.Write(plans.Estate));
        foreach (var set in plan.OfType("aws:rds/parameterGroup:ParameterGroup").SelectMany(g => g.Inputs["parameters"]!.AsArray()))
            if (set!["name"]!.GetValue<string>() == parameter)
                set["value"] = JsonValue.Create(value);
        return new(plan with { Resources = [.. plan.Resources.Where(r => r.Type != "aws:ecs/service:Service" && !r.Inputs.ContainsKey("replicateSourceDb"))] }, null);
    }
}
