using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Effects.Support;

namespace TechCorp.PgInfra.Review.Tests.Properties;

/// <summary>What a pull request is told must be all of it, once, and safe to follow, whatever the estate and whatever the edit.</summary>
public sealed class Any_edit_is_told_whole_and_in_a_safe_order
{
    private static readonly (string Says, Action<EstateEdit, EffectsReport> Holds)[] Rules =
    [
        ("a state against itself has no effects", (edit, _) => Assert.Empty(EffectsReport.Between(edit.After, edit.After).Effects)),
        ("every differing property is named exactly once", (edit, report) =>
        {
            // The group of another major is new, and what differs from the old one is told too.
            var told = report.Effects.Where(e => !Follows(e) && (e.Property.Length == 0 || edit.Before.Plan.Find(e.Type, e.Resource) is not null)).Select(e => (e.Type, e.Resource, e.Property)).ToList();
            Assert.Equal(told.Count, told.Distinct().Count());
            Assert.Equal(Differences(edit.Before.Plan, edit.After.Plan).Order(), told.Order());
        }),
        ("the way back names the same resources", (edit, report) => Assert.Equal(
            report.Effects.Where(e => !Follows(e)).Select(e => (e.Type, e.Resource)).Distinct().Order(),
            EffectsReport.Between(edit.After, edit.Before).Effects.Where(e => !Follows(e)).Select(e => (e.Type, e.Resource)).Distinct().Order())),
        ("what is protected never goes without a refusal, and a refused edit has no steps", (edit, report) =>
        {
            var going = report.Effects.Where(e => e.Kind is EffectKind.Replace or EffectKind.Delete && edit.Before.Plan.Find(e.Type, e.Resource)!.Options.Protect == true).ToList();
            Assert.Equal(going, report.Forbidden);
            Assert.Equal(going.Count > 0 || report.Effects.IsEmpty, report.Operations.IsEmpty);
        }),
        ("whoever follows the steps hurts nobody on the way and is done at their end", Steps),
        ("no step is told twice", (_, report) => Assert.Equal(report.Operations.Length, report.Operations.Select(o => o.What).Distinct().Count())),
    ];

    // EFFECTS_CASES=3000 ./pg test review looks further than every build can.
    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("EFFECTS_CASES"), out var cases) ? cases : 25;

    [Fact]
    public void Whatever_is_edited()
    {
        var (effects, steps, forbidden) = (0, 0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases), Prop.ForAll(Arb.From(AnyEdit.Edits), edit =>
        {
            var report = EffectsReport.Between(edit.Before, edit.After);
            (effects, steps, forbidden) = (effects + report.Effects.Length, steps + report.Operations.Length, forbidden + report.Forbidden.Length);
            foreach (var (says, holds) in Rules)
            {
                try
                {
                    holds(edit, report);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"broken: {says}, by {edit}\n{e.Message}\n{string.Join('\n', report.Operations.Select(o => $"- {o.What}"))}", e);
                }
            }
        }));

        // Estates that never change would keep every rule.
        Assert.True(effects > 100 && steps > 20, $"{effects} effects, {steps} steps, {forbidden} forbidden");
    }

    /// <summary>A replaced writer is lost whatever else an edit does.</summary>
    [Fact]
    public void A_protected_writer_is_never_replaced_silently() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(6, Cases / 10)), Prop.ForAll(Arb.From(AnyEdit.Edits), edit =>
            Assert.All(["kmsKeyId", "identifier", "dbName", "username", "storageEncrypted", "engine"], input =>
            {
                var to = edit.After with { Plan = With(edit.After.Plan, edit.After.Writer!.Resource, input) };

                var report = EffectsReport.Between(edit.Before, to);

                var writer = edit.Before.Writer!.Resource;
                Assert.Equal(writer.Options.Protect == true, report.Forbidden.Any(e => e.Resource == writer.Name && e.LosesData));
                if (input == "kmsKeyId")
                {
                    // RDS would make a writer of each replica.
                    Steps(edit with { After = to }, report);
                }
            })));

    private static Plan With(Plan plan, PlannedResource resource, string input)
    {
        var inputs = (JsonObject)resource.Inputs.DeepClone();
        inputs[input] = "another";
        return plan with { Resources = [.. plan.Resources.Select(r => r.Urn == resource.Urn ? r with { Inputs = inputs } : r)] };
    }

    private static bool Follows(Effect effect) => effect.To?.StartsWith("that of the new ", StringComparison.Ordinal) == true;

    // Told apart without the code that is tested: by the two plans as JSON.
    private static IEnumerable<(string, string, string)> Differences(Plan from, Plan to)
    {
        var (before, after) = (Declared(from), Declared(to));
        foreach (var key in before.Keys.Union(after.Keys))
        {
            if (!before.TryGetValue(key, out var old) || !after.TryGetValue(key, out var now))
            {
                yield return (key.Type, key.Name, "");
                continue;
            }

            foreach (var (property, a, b) in Flat(old).Keys.Union(Flat(now).Keys).Select(p => (p, Flat(old).GetValueOrDefault(p), Flat(now).GetValueOrDefault(p))))
            {
                if (a != b && property != "snapshotIdentifier")
                {
                    yield return (key.Type, key.Name, property);
                }
            }
        }
    }

    private static Dictionary<(string Type, string Name), PlannedResource> Declared(Plan plan) =>
        plan.Resources.Where(r => !r.IsComponent && !r.Type.StartsWith("pulumi:", StringComparison.Ordinal)).ToDictionary(r => (r.Type, r.Name));

    private static Dictionary<string, string> Flat(PlannedResource resource) => resource.Inputs
        .SelectMany(i => resource.Type == AwsTypes.ParameterGroup && i.Key == "parameters"
            ? i.Value!.AsArray().Select(p => ($"{p!["name"]}", $"{p["value"]}"))
            : [(i.Key, i.Value?.ToJsonString() ?? "")])
        .ToDictionary();

    private static void Steps(EstateEdit edit, EffectsReport report)
    {
        if (!report.Forbidden.IsEmpty)
        {
            return;
        }

        if (report.Operations.FirstOrDefault(o => o.What.StartsWith("Make two edits of this one", StringComparison.Ordinal)) is { } parted)
        {
            Assert.Single(report.Operations);
            Assert.True(Standby(edit) + (edit.Before.Settings.EngineVersion == edit.After.Settings.EngineVersion ? 0 : 1) > 1, parted.What);
            return;
        }

        var upgrades = edit.Before.Settings.EngineVersion != edit.After.Settings.EngineVersion;
        foreach (var world in PaperWorld.All)
        {
            var estate = new PaperEstate(edit.Before, edit.After, world);
            PaperCommands.Follow(estate, report.Operations);
            if (report.Operations.Length > 0)
            {
                estate.MustBeDone(restarts: upgrades ? 2 : 1);
            }
        }
    }

    // How many of the parameters that order restarts differ.
    private static int Standby(EstateEdit edit) => StandbyOrder.Parameters.Count(p => edit.After.Instances.Any(i => i.WholeParameter(p) != edit.Before.Writer!.WholeParameter(p)));
}
