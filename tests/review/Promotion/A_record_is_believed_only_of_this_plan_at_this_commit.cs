using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Promotion.Records;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Promotion;

/// <summary>A rehearsal of something else proves nothing about what will be deployed; every refusal says so and what makes a new one.</summary>
public sealed class A_record_is_believed_only_of_this_plan_at_this_commit : IDisposable
{
    private const string Digest = "sha256:8b8a4b665d9966402b2c974483d2ee850c6062ca68065c499616737464ed3046";
    private const string Commit = "c3bc83c36be5738005c2abdc5fef36804e55f5d7";

    private static readonly DateTimeOffset Now = new(2026, 3, 7, 12, 0, 0, TimeSpan.Zero);
    private static readonly GitCheckout Checkout = new(Commit, [], "Ana <ana@example.com>");

    private static readonly RecordDemand Demand = new(RehearsalRecord.Rehearsal, "dr", Digest, "prod", 15, TimeSpan.FromDays(7));

    private static readonly RehearsalRecord Good = new()
    {
        Kind = RehearsalRecord.Rehearsal,
        Plans = [("prod", "sha256:" + new string('1', 64)), ("dr", Digest)],
        Commit = Commit,
        Changes = [],
        At = Now.AddHours(-3),
        Seconds = 22.4,
        By = "Ana <ana@example.com> on laptop",
        Tools = ImmutableSortedDictionary<string, string>.Empty.Add("postgresql", "15.18"),
        Checks = [new("logins come through the poolers", []), new("segments reach the archive", [])],
        NotRehearsed = ["keys: nothing is encrypted at rest"],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("records ").FullName;

    private string File => Path.Combine(_folder, "record.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_read_and_believed()
    {
        await RecordFile.SaveAsync(File, Good);

        var demand = RecordReview.Judge(Demand, File, Checkout, Now);

        Assert.True(demand.IsMet, string.Join('\n', demand.Missing));
        Assert.Equal("2 checks passed at c3bc83c36be5 on 2026-03-07 09:00 UTC, by Ana <ana@example.com> on laptop, on PostgreSQL 15.18", demand.Met);
        Assert.Equal(RecordFile.Write(Good), RecordFile.Write(RecordFile.Read(await System.IO.File.ReadAllTextAsync(File))));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    public static TheoryData<string, RehearsalRecord> Stale => new()
    {
        { "it is one of commit 000000000000, and HEAD is c3bc83c36be5", Good with { Commit = new string('0', 40) } },
        { "it was made with changes that are in no commit: Pulumi.dr.yaml", Good with { Changes = ["Pulumi.dr.yaml"] } },
        { "it is one of another plan of stack dr (2222222222222222…, now 8b8a4b665d996640…)", Good with { Plans = [("prod", Digest), ("dr", "sha256:" + new string('2', 64))] } },
        { "stack dr did not take part in it; staging did", Good with { Plans = [("staging", Digest)] } },
        { "this failed in it: segments reach the archive: 3 are missing", Good with { Checks = [Good.Checks[0], new("segments reach the archive", ["3 are missing"])] } },
        { "nothing was checked in it", Good with { Checks = [] } },
        { "it is of 2026-02-27 11:00 UTC, 8 days ago, and may be 7 days old", Good with { At = Now.AddDays(-8).AddHours(-1) } },
        { "it is of 2026-03-07 12:10 UTC, which is yet to come; one of the two clocks is wrong", Good with { At = Now.AddMinutes(10) } },
        { "it is a record of drills, which is something else", Good with { Kind = RehearsalRecord.Drills } },
    };

    [Theory]
    [MemberData(nameof(Stale))]
    public async Task Any_other_is_refused(string why, RehearsalRecord record)
    {
        await RecordFile.SaveAsync(File, record);

        var demand = RecordReview.Judge(Demand, File, Checkout, Now);

        Assert.Equal($"{File}: {why}", Assert.Single(demand.Missing));
        Assert.Equal("./pg rehearse --stack prod --once --record", demand.WayOut);
    }

    /// <summary>
    /// On 15 nothing of an upgrade to 16 was tried, also when everything passed. The command names the servers: the plain one would find
    /// those it found before, and `PG_BINDIR` may name others still.
    /// </summary>
    [Theory]
    [InlineData(16, "15.18", "it ran on 15.18, and stack dr declares 16, of which it shows nothing; install postgresql-16, or name its servers with PG_BINDIR")]
    [InlineData(15, "16.14", "it ran on 16.14, and stack dr declares 15, of which it shows nothing; install postgresql-15, or name its servers with PG_BINDIR")]
    [InlineData(15, "17beta1", "it ran on 17beta1, and stack dr declares 15, of which it shows nothing; install postgresql-15, or name its servers with PG_BINDIR")]
    [InlineData(15, "", "it ran on a PostgreSQL it does not name, and stack dr declares 15, of which it shows nothing; install postgresql-15, or name its servers with PG_BINDIR")]
    public async Task One_made_on_another_major_is_refused_with_the_servers_that_are_wanted(int declared, string ran, string why)
    {
        await RecordFile.SaveAsync(File, Good with { Tools = ran.Length == 0 ? ImmutableSortedDictionary<string, string>.Empty : Good.Tools.SetItem("postgresql", ran) });

        var rehearsal = RecordReview.Judge(Demand with { Major = declared }, File, Checkout, Now);

        Assert.Equal($"{File}: {why}", Assert.Single(rehearsal.Missing));
        Assert.Equal($"PG_BINDIR=/usr/lib/postgresql/{declared}/bin ./pg rehearse --stack prod --once --record", rehearsal.WayOut);
        var drills = RecordReview.Judge(Demand with { Kind = RehearsalRecord.Drills, Major = declared }, File, Checkout, Now);
        Assert.Contains($"{File}: {why}", drills.Missing);
        Assert.Equal($"PG_BINDIR=/usr/lib/postgresql/{declared}/bin ./pg drill all --stack prod --record", drills.WayOut);
    }

    [Theory]
    [InlineData(15, "15.13")]
    [InlineData(16, "16.14")]
    [InlineData(16, "16")]
    public async Task Any_minor_of_the_declared_major_is_good_enough(int declared, string ran)
    {
        await RecordFile.SaveAsync(File, Good with { Tools = Good.Tools.SetItem("postgresql", ran) });

        Assert.True(RecordReview.Judge(Demand with { Major = declared }, File, Checkout, Now).IsMet);
    }

    [Fact]
    public void One_that_is_not_there_is_asked_for()
    {
        var demand = RecordReview.Judge(Demand with { Kind = RehearsalRecord.Drills }, File, Checkout, Now);

        Assert.Equal($"there is no record {File} of a drill of this plan (8b8a4b665d996640…)", Assert.Single(demand.Missing));
        Assert.Equal("./pg drill all --stack prod --record", demand.WayOut);
    }

    /// <summary>Whatever is changed in the file, a failed check above all, its own digest no longer fits.</summary>
    [Theory]
    [InlineData("\"failures\": [\n        \"3 are missing\"\n      ]", "\"failures\": []")]
    [InlineData(Commit, "0000000000000000000000000000000000000000")]
    [InlineData("2026-03-07T09", "2026-03-08T09")]
    public async Task An_edit_by_hand_is_noticed(string from, string to)
    {
        var text = RecordFile.Write(Good with { Checks = [Good.Checks[0], new("segments reach the archive", ["3 are missing"])] });
        Assert.Contains(from, text, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(File, text.Replace(from, to, StringComparison.Ordinal));

        var demand = RecordReview.Judge(Demand, File, Checkout, Now);

        Assert.Equal($"{File}: it was changed after it was written: its integrity digest is that of another text", Assert.Single(demand.Missing));
    }

    [Theory]
    [InlineData("", "it is no record: ")]
    [InlineData("[]", "it holds no JSON object")]
    [InlineData("{\"format\": \"x\"}", "its format is 'x' and not 'techcorp-pg-infra/rehearsal-record/1'")]
    [InlineData("{\"format\": \"techcorp-pg-infra/rehearsal-record/1\"}", "it was changed after it was written")]
    public async Task Something_else_is_no_record(string text, string why)
    {
        await System.IO.File.WriteAllTextAsync(File, text);

        Assert.StartsWith($"{File}: {why}", Assert.Single(RecordReview.Judge(Demand, File, Checkout, Now).Missing), StringComparison.Ordinal);
    }

    /// <summary>The digest is of what is declared: the order of members, warnings and the kind of packages change nothing, one value does.</summary>
    [Fact]
    public void A_digest_is_of_what_is_declared()
    {
        var plan = Estates.Of("prod").Plan;
        var digest = PlanDigest.Of(plan);

        Assert.Equal(digest, PlanDigest.Of(plan with { Sdk = "official", Warnings = [] }));
        Assert.Equal(digest, PlanDigest.Of(PlanJson.Read(PlanJson.Write(plan))));
        var shuffled = plan with { Resources = [.. plan.Resources.Select(r => r with { Inputs = new JsonObject(r.Inputs.DeepClone().AsObject().Reverse().Select(i => KeyValuePair.Create(i.Key, i.Value?.DeepClone()))) })] };
        Assert.Equal(digest, PlanDigest.Of(shuffled));
        Assert.NotEqual(digest, PlanDigest.Of(Estates.Alone("prod", p => p.Instance("techcorp-primary", "multiAz", false)).Plan));
    }
}
