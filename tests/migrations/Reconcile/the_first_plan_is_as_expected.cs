using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Reports;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// Everything the step does to an empty server of the company, as a person reads it and as SQL, stands in one file: whoever
/// changes the role model changes that file in the same commit. <c>UPDATE_PLANS=1</c> writes it anew.
/// </summary>
[Collection(OnPostgreSql.Name)]
[Trait("Majors", "every")]
public sealed partial class the_first_plan_is_as_expected(PostgreSql postgreSql)
{
    [Fact]
    [Trait("Requirement", "S11")]
    [Trait("Requirement", "S17")]
    [Trait("Requirement", "S19")]
    [Trait("Requirement", "S24")]
    public async Task Differences_and_sql()
    {
        var server = await postgreSql.StartAsync();
        var result = await PostDeployRun.PlanAsync(
            server.Input() with { Baseline = BaselineFiles.Load(Catalog.ServiceCatalog.TechCorp) }, CancellationToken.None);
        var text = new StringWriter { NewLine = "\n" };
        PlanText.WriteDifferences(text, result, "plan");
        PlanText.WriteSql(text, result.Plan);
        // From 16 on memberships say how they count; later_majors_are_spoken_to_in_their_own_words has those words.
        var actual = OptionsOfMemberships().Replace(text.ToString().Replace(result.Server.Version, "VERSION", StringComparison.Ordinal), "");

        var file = Path.Combine(Folder(), "first-plan.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_PLANS") is not null)
        {
            await File.WriteAllTextAsync(file, actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), actual);
    }

    /// <summary>The printed SQL is the plan: psql with the verifiers as variables leaves nothing for the step to do.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task The_printed_sql_does_the_same_in_psql()
    {
        var server = await postgreSql.StartAsync();
        var input = server.Input();
        var sql = new StringWriter();
        PlanText.WriteSql(sql, (await PostDeployRun.PlanAsync(input, CancellationToken.None)).Plan);
        var variables = input.Secrets.SelectMany(s => new[] { "--set", $"{s.Key}_verifier={s.Value.Verifier}" });

        await server.PsqlAsync(sql.ToString(), ["--set", "ON_ERROR_STOP=1", .. variables]);

        Assert.Equal("", (await server.PlanAsync()).Differences());
    }

    [GeneratedRegex(" WITH INHERIT (TRUE|FALSE), SET TRUE(?=;)")]
    private static partial Regex OptionsOfMemberships();

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
