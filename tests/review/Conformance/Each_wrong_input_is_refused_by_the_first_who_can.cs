using System.Text;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Laws;
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
        var refusals = await JudgeAsync(inputs);

        var actual = new StringBuilder(header).Append('\n');
        foreach (var (input, said) in inputs.Zip(refusals))
        {
            var who = said.Count == 0 ? "nobody" : string.Join(", ", said.Select(s => s.Who));
            actual.Append('\n').AppendJoin(" | ", who, input.Where, input.Path, input.Value).Append('\n');
            actual.Append(string.Concat(said.Select(s => $"    {s.Who}: {s.What}\n")));
        }

        if (Environment.GetEnvironmentVariable("UPDATE_WRONG_INPUTS") == "1")
        {
            await File.WriteAllTextAsync(Table, actual.ToString());
        }

        Assert.Equal(expected, actual.ToString());
        Assert.DoesNotContain(refusals, said => said.Count == 0);
    }

    private static async Task<List<(string Who, string What)>[]> JudgeAsync(List<WrongInput> inputs)
    {
        var project = PulumiProject.Load(SmallPlan.Root);
        var estate = await LawReview.EstateAsync(project, project.LoadStack("prod"));
        var before = LawReport.Of(estate);
        var refusals = inputs.Select(_ => new List<(string Who, string What)>()).ToArray();
        var asked = new List<(int Number, PlannedResource Resource)>();
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].IsConfiguration)
            {
                Add(refusals[i], "configuration", await inputs[i].ConfigurationAsync(project));
                continue;
            }

            // What does not fit the schema never becomes a plan that laws or provider could see.
            var wrong = inputs[i].On(estate.Plan);
            Add(refusals[i], "schema", WrongInput.Schema(wrong));
            if (refusals[i].Count == 0)
            {
                Add(refusals[i], "laws", WrongInput.Laws(estate, before, wrong));
                asked.Add((i, wrong with { Name = $"wrong-{i}", Urn = SmallPlan.Urn(wrong.Type, $"wrong-{i}") }));
            }
        }

        // Some of it shows only when the values of other resources are known; what validation refuses would hide that.
        foreach (var step in (ConformanceSteps[])[ConformanceSteps.Validate, ConformanceSteps.Plan])
        {
            var plan = estate.Plan with { Resources = [.. estate.Plan.Resources, .. asked.Select(a => a.Resource)] };
            var report = await new ConformanceCheck(RealProvider.Installation).RunAsync(plan, step);
            Assert.All(report.Findings, f => Assert.Contains(asked, a => a.Resource.Urn == f.Urn));
            foreach (var (number, resource) in asked.ToList())
            {
                // In the order of the text: that of the provider's two plugins is chance.
                var said = report.Findings.Where(f => f.Urn == resource.Urn)
                    .Select(f => $"{(f.Property.Length == 0 ? "" : f.Property + ": ")}{f.Message}").Order(StringComparer.Ordinal).ToList();
                if (said.Count > 0)
                {
                    Add(refusals[number], "provider", string.Join("; ", said));
                    asked.Remove((number, resource));
                }
            }
        }

        return refusals;
    }

    private static void Add(List<(string Who, string What)> refusals, string who, string? what)
    {
        if (what is not null)
        {
            refusals.Add((who, what));
        }
    }
}
