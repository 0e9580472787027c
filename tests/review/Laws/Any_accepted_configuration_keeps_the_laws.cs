using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>
/// Configuration refuses what can not work, so that whatever it accepts must keep every law but those a stack may choose about. A
/// violation here is a hole in the rules, or a law that does not follow an edit of class, storage, replicas or pooler.
/// </summary>
public sealed class Any_accepted_configuration_keeps_the_laws
{
    private static readonly HashSet<string> Choices = ["multi-az", "default-port", "aws-backup", "secret-rotation"];

    private static readonly string[] Classes = [.. InstanceClasses.All.Where(c => c.MemoryGiB >= 32).Select(c => c.Name)];

    private static Gen<StackConfiguration> Estate =>
        from replicas in Gen.Choose(0, 6)
        from classes in Gen.ArrayOf(Gen.Elements(Classes), replicas)
        from primary in Gen.Elements(Classes)
        from reports in Gen.Elements("replica", "analytics")
        from storage in Gen.Elements("100GiB", "400GiB", "2TiB", "5TiB")
        from growth in Gen.Elements("6TiB", "16TiB")
        from tasks in Gen.Choose(1, 2)
        from days in Gen.Choose(RecoveryPromise.Days, 35)
        select Estates.Project.LoadStack("prod")
            .With("techcorp-pg-infra:primary", Json(new() { ["identifier"] = "techcorp-primary", ["instanceClass"] = primary, ["multiAz"] = true }))
            .With("techcorp-pg-infra:storage", Json(new() { ["allocated"] = storage, ["maxAllocated"] = growth, ["type"] = "gp3" }))
            .With("techcorp-pg-infra:parameters", Json(new() { ["max_slot_wal_keep_size"] = "20GB" }))
            .With("techcorp-pg-infra:backup", Json(new() { ["window"] = "03:00-03:30", ["retention"] = $"{days}d" }))
            .With("techcorp-pg-infra:pooler", With("pooler", p => p["tasks"] = tasks))
            .With("techcorp-pg-infra:replicas", new JsonArray([.. classes.Select((name, i) => (JsonNode)new JsonObject
            {
                ["identifier"] = $"techcorp-r{i}",
                ["role"] = i == 0 ? reports : "replica",
                ["instanceClass"] = name,
                ["availabilityZone"] = $"us-east-1{"abc"[i % 3]}",
            })]).ToJsonString());

    [Fact]
    public void Whatever_the_sizes_are_every_relation_holds()
    {
        var judged = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(15), Prop.ForAll(Arb.From(Estate), configuration =>
        {
            if (EstatePlan.ReadSettings(configuration) is not { IsValid: true, Settings: var settings })
            {
                return;
            }

            judged++;
            var plan = EstatePlan.CaptureAsync(Estates.Project, configuration).GetAwaiter().GetResult();
            var estate = new JudgedEstate(plan, settings, ServiceCatalog.TechCorp) { Copies = [Estates.Alone("dr")] };
            Assert.Empty(LawReport.Of(estate).Violations.Where(v => !Choices.Contains(v.Law.Id)).Select(v => $"{v.Law.Id} {v.Finding}"));
        }));

        Assert.True(judged > 3, $"only {judged} of 15 configurations were accepted");
    }

    private static string Json(JsonObject value) => value.ToJsonString();

    private static string With(string key, Action<JsonObject> change)
    {
        var value = JsonNode.Parse(Estates.Project.LoadStack("prod").Get($"techcorp-pg-infra:{key}")!)!.AsObject();
        change(value);
        return value.ToJsonString();
    }
}
