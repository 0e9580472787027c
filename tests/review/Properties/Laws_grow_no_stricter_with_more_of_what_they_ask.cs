using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Properties;

/// <summary>A law that more retention, more memory or fewer connections can break would send somebody the wrong way.</summary>
public sealed class Laws_grow_no_stricter_with_more_of_what_they_ask
{
    // Law, and an edit towards it. The numbers are those of the generated estate, so most of them are on both sides of the limit.
    private static readonly (string Law, Action<PlanEdit, JudgedEstate> More)[] Steps =
    [
        ("recovery-window", (p, e) => Each(e, i => i.IsWriter, i => p.Instance(i.Name, "backupRetentionPeriod", i.Resource.Number("backupRetentionPeriod") + 1))),
        ("log-retention", (p, e) => Resources(e, AwsTypes.LogGroup, r => p.Set(r.Type, r.Name, "retentionInDays", r.Number("retentionInDays") + 30))),
        ("enhanced-monitoring", (p, e) => Each(e, i => i.Resource.Has("monitoringRoleArn"), i => p.Instance(i.Name, "monitoringInterval", 60))),
        ("memory-fits", (p, e) => Each(e, _ => true, i => p.Instance(i.Name, "instanceClass", "db.r6g.16xlarge"))),
        ("connections-fit", (p, e) => Resources(e, AwsTypes.Service, r => p.Set(r.Type, r.Name, "desiredCount", r.Number("desiredCount") - 1))),
        ("slots-bounded", (p, e) => Each(e, i => i.IsWriter, i => p.Instance(i.Name, "allocatedStorage", i.AllocatedGiB + 1000))),
        ("storage-limits", (p, e) => Each(e, i => i.Resource.Has("maxAllocatedStorage"), i => p.Instance(i.Name, "maxAllocatedStorage", i.Resource.Number("maxAllocatedStorage") + 100))),
        ("replica-limits", (p, e) => Groups(e, g => p.Parameter(g, "max_wal_senders", "value", "60"))),
        ("slots-bounded", (p, e) => Groups(e, g => p.Parameter(g, "max_slot_wal_keep_size", "value", "1024"))),
        ("deletion-protection", (p, e) => Each(e, _ => true, i => p.Instance(i.Name, "deletionProtection", true))),
        ("multi-az", (p, e) => Each(e, _ => true, i => p.Instance(i.Name, "multiAz", true))),
    ];

    [Fact]
    public void More_of_it_breaks_nothing_that_was_kept()
    {
        var broken = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(6), Prop.ForAll(Arb.From(AnyEdit.Edits), edit =>
        {
            var estate = edit.Before;
            foreach (var (id, more) in Steps)
            {
                var law = LawBook.All.Single(l => l.Id == id);
                var json = JsonNode.Parse(PlanJson.Write(estate.Plan))!;
                more(new(json), estate);
                var before = law.Judge(estate).Findings.Select(f => (f.Resource, f.Property)).ToHashSet();
                var after = law.Judge(estate with { Plan = PlanJson.Read(json.ToJsonString()) }).Findings.Select(f => (f.Resource, f.Property));

                broken += before.Count;
                Assert.Empty(after.Except(before).Select(f => $"{id}: {f.Resource} {f.Property}, in {edit}"));
            }
        }));

        Assert.True(broken > 0, "no generated estate breaks any of these laws; there was nothing to lose");
    }

    /// <summary>Somebody has to find what a line of the report speaks of.</summary>
    [Fact]
    public void Every_finding_names_something_that_is_there() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5), Prop.ForAll(Arb.From(AnyEdit.Edits), edit =>
        {
            var estate = edit.After;
            var known = estate.Plan.Resources.Select(r => r.Name)
                .Concat(estate.Copies.SelectMany(c => c.Plan.Resources.Select(r => estate.NameOf(r, c)))).Concat(estate.Catalog.Logins.Select(l => l.Name)).Concat(["stack", "master"]).ToHashSet();

            Assert.Empty(LawReport.Of(estate).Violations.Where(v => !known.Contains(v.Finding.Resource)).Select(v => $"{v.Law.Id}: {v.Finding}"));
        }));

    private static void Each(JudgedEstate estate, Func<JudgedInstance, bool> which, Action<JudgedInstance> change)
    {
        foreach (var instance in estate.Instances.Where(which).ToList())
        {
            change(instance);
        }
    }

    private static void Resources(JudgedEstate estate, string type, Action<PlannedResource> change)
    {
        foreach (var resource in estate.Plan.OfType(type).ToList())
        {
            change(resource);
        }
    }

    private static void Groups(JudgedEstate estate, Action<string> change)
    {
        foreach (var group in estate.Plan.OfType(AwsTypes.ParameterGroup).ToList())
        {
            change(group.Name[..^"-postgres15".Length]);
        }
    }
}
