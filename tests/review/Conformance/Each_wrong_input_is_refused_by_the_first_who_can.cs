using System.Collections.Immutable;
using System.Text;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Tests.Conformance.Support;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>
/// Which mistakes are found before deployment, by whom, and what is said: the whole table is wrong-inputs.txt. The wrong resources stand
/// beside prod's own in one file, so that the provider is asked about all of them at once.
/// </summary>
public sealed class Each_wrong_input_is_refused_by_the_first_who_can
{
    private static readonly string Table = Path.Combine(SmallPlan.Root, "tests/review/Conformance/wrong-inputs.txt");

    [TerraformFact]
    public async Task The_table_says_who_and_what()
    {
        var expected = (await File.ReadAllTextAsync(Table)).ReplaceLineEndings("\n");
        var header = string.Join('\n', expected.Split('\n').TakeWhile(l => l.StartsWith('#')));
        var inputs = expected.Split('\n').Where(l => l.Contains(" | ", StringComparison.Ordinal) && !l.StartsWith('#') && !l.StartsWith(' '))
            .Select(l => l.Split(" | ", 4)).Select(l => new WrongInput(l[1], l[2], l[3])).ToList();
        var verdicts = await JudgeAsync(inputs);

        var actual = new StringBuilder(header).Append('\n');
        foreach (var (input, (who, said)) in inputs.Zip(verdicts))
        {
            actual.Append('\n').Append(who).Append(" | ").Append(input.Where).Append(" | ").Append(input.Path).Append(" | ").Append(input.Value).Append('\n');
            actual.Append(said is null ? "" : $"    {said}\n");
        }

        if (Environment.GetEnvironmentVariable("UPDATE_WRONG_INPUTS") == "1")
        {
            await File.WriteAllTextAsync(Table, actual.ToString());
        }

        Assert.Equal(expected, actual.ToString());
        Assert.True(verdicts.Count(v => v.Who != "nobody") >= 40);
    }

    private static async Task<(string Who, string? Said)[]> JudgeAsync(List<WrongInput> inputs)
    {
        var project = PulumiProject.Load(SmallPlan.Root);
        var prod = await EstatePlan.CaptureAsync(project, project.LoadStack("prod"));
        var verdicts = new (string Who, string? Said)[inputs.Count];
        var asked = ImmutableArray.CreateBuilder<(int Number, PlannedResource Resource)>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var wrong = inputs[i].IsConfiguration ? null : inputs[i].On(prod, i);
            verdicts[i] = (wrong, wrong is null ? await inputs[i].ConfigurationAsync(project) : WrongInput.Schema(wrong)) switch
            {
                (null, { } said) => ("configuration", said),
                ({ }, { } said) => ("schema", said),
                _ => ("nobody", null),
            };
            if (wrong is not null && verdicts[i].Said is null)
            {
                asked.Add((i, wrong));
            }
        }

        var check = new ConformanceCheck(RealProvider.Installation);
        // Some of it shows only when the values of other resources are known; what validation refuses would hide that.
        foreach (var step in (ConformanceSteps[])[ConformanceSteps.Validate, ConformanceSteps.Plan])
        {
            var left = asked.Where(a => verdicts[a.Number].Said is null).ToList();
            var report = await check.RunAsync(prod with { Resources = [.. prod.Resources, .. left.Select(l => l.Resource)] }, step);
            foreach (var (number, resource) in left)
            {
                var said = report.Findings.Where(f => f.Urn == resource.Urn).Select(f => $"{(f.Property.Length == 0 ? "" : f.Property + ": ")}{f.Message}").ToList();
                if (said.Count > 0)
                {
                    verdicts[number] = ("provider", string.Join("\n    ", said));
                }
            }

            Assert.Empty(report.Findings.Where(f => left.All(l => l.Resource.Urn != f.Urn)));
        }

        return verdicts;
    }
}
