using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Planning.Schema;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Mutation;

/// <summary>Who notices a changed value before anyone deploys.</summary>
internal enum Guard
{
    /// <summary>The reviewed plan of tests/planning/plans, and nobody else: a reviewer sees it, no rule does.</summary>
    Golden,

    /// <summary>The schema of the provider: no such property, another type, a missing one.</summary>
    Schema,

    /// <summary>A law of the estate.</summary>
    Laws,

    /// <summary>The real provider, asked with terraform.</summary>
    Provider,

    /// <summary>Nobody at all.</summary>
    Nobody,
}

/// <summary>Changes each declared value by one step and asks the guards in the order of their cost.</summary>
internal sealed class ValueRun
{
    private readonly JudgedEstate _estate;
    private readonly string _reviewed;
    private readonly HashSet<(string, Finding)> _before;

    public ValueRun(string root, string stack)
    {
        var project = PulumiProject.Load(root);
        _reviewed = File.ReadAllText(Path.Combine(root, "tests/planning/plans", $"{stack}.json"));
        JudgedEstate Reviewed(string name) => new(
            PlanJson.Read(File.ReadAllText(Path.Combine(root, "tests/planning/plans", $"{name}.json"))), EstatePlan.ReadSettings(project.LoadStack(name)).Settings!, ServiceCatalog.TechCorp);
        _estate = stack switch
        {
            "prod" => Reviewed("prod") with { Copies = [Reviewed("dr")] },
            "dr" => Reviewed("dr") with { Source = Reviewed("prod") },
            _ => Reviewed(stack),
        };
        _before = Broken(_estate);
        Mutants = [.. ValueMutant.Of(_estate.Plan)];
    }

    /// <summary>Every step of every value.</summary>
    public IReadOnlyList<ValueMutant> Mutants { get; }

    /// <summary>The first guard that notices, without asking the provider.</summary>
    public Guard Of(ValueMutant mutant)
    {
        if (InputValidation.Validate(ProviderSchema.Shared, mutant.Changed.Type, mutant.Changed.Name, mutant.Changed.Inputs).Any())
        {
            return Guard.Schema;
        }

        var plan = _estate.Plan with { Resources = [.. _estate.Plan.Resources.Select(r => r.Urn == mutant.Resource.Urn ? mutant.Changed : r)] };
        return !Broken(_estate with { Plan = plan }).IsSubsetOf(_before) ? Guard.Laws
            : PlanJson.Write(plan) + "\n" != _reviewed ? Guard.Golden
            : Guard.Nobody;
    }

    /// <summary>Which of these the real provider refuses: all of them stand beside the plan's own resources in one file.</summary>
    public async Task<HashSet<ValueMutant>> ProviderAsync(IReadOnlyList<ValueMutant> mutants)
    {
        var left = mutants.Index().ToDictionary(m => $"{m.Item.Resource.Urn}-mutant-{m.Index}", m => m.Item);
        var refused = new HashSet<ValueMutant>();
        foreach (var step in (ConformanceSteps[])[ConformanceSteps.Validate, ConformanceSteps.Plan])
        {
            var plan = _estate.Plan with
            {
                Resources = [.. _estate.Plan.Resources, .. left.Select(m => m.Value.Changed with { Urn = m.Key, Name = $"{m.Value.Changed.Name}-mutant-{m.Key[(m.Key.LastIndexOf('-') + 1)..]}" })],
            };
            var report = await new ConformanceCheck(TerraformInstallation.Find()).RunAsync(plan, step);
            foreach (var urn in report.Findings.Select(f => f.Urn).OfType<string>().Distinct().Where(left.ContainsKey).ToList())
            {
                refused.Add(left[urn]);
                left.Remove(urn);
            }
        }

        return refused;
    }

    private static HashSet<(string, Finding)> Broken(JudgedEstate estate) =>
        [.. LawBook.All.SelectMany(law => law.Judge(estate).Findings.Select(f => (law.Id, f)))];
}
