using FsCheck;
using FsCheck.Fluent;

namespace TechCorp.PgInfra.Catalog.Tests.Alarms;

/// <summary>A stack may set another threshold, in a person's unit; a wrong unit would be off by a thousand and never fire.</summary>
public class AlarmThresholdTests
{
    private static readonly AlarmSubject Staging = new("techcorp-staging", InstanceRole.Primary, true,
        new("db.t4g.medium", 2, 4, 347, 2000, 2085, 11800, 5000), 100L << 30, null);

    [Theory]
    [InlineData("PostgresCPUHigh", "90%", 90)]
    [InlineData("PostgresReadLatencyHigh", "35ms", 0.035)]
    [InlineData("PostgresReplicaLagHigh", "5min", 300)]
    [InlineData("PostgresFreeableMemoryLow", "256MB", 268435456)]
    [InlineData("PostgresConnectionsHigh", "80", 80)]
    [InlineData("PostgresDiskSpaceLow", "25%", 26843545600)]
    [InlineData("PostgresDiskSpaceLow", "10GB", 10737418240)]
    [InlineData("PostgresDBLoadHigh", "150%", 3)]
    [InlineData("PostgresDBLoadHigh", "4", 4)]
    public void A_threshold_is_read_in_the_unit_a_person_uses(string alarm, string text, double value) =>
        Assert.Equal(value, AlarmTable.Find(alarm)!.ThresholdFor(Staging, text), 1e-9);

    [Theory]
    [InlineData("PostgresReadLatencyHigh", "20", "PostgresReadLatencyHigh compares ReadLatency: allowed is a time in us, ms, s, min, h, d, e.g. 20ms")]
    [InlineData("PostgresCPUHigh", "120%", "PostgresCPUHigh compares CPUUtilization: allowed is a percentage from 0% to 100%, e.g. 80%")]
    [InlineData("PostgresDiskSpaceLow", "lots", "PostgresDiskSpaceLow compares FreeStorageSpace: allowed is a percentage of the allocated storage, or a size in B, kB, MB, GB, TB (1 kB is 1024 bytes), e.g. 20%")]
    [InlineData("PostgresConnectionsHigh", "-1", "PostgresConnectionsHigh compares DatabaseConnections: allowed is a plain number, e.g. 400")]
    [InlineData("PostgresConnectionsHigh", "1e3", "PostgresConnectionsHigh compares DatabaseConnections: allowed is a plain number, e.g. 400")]
    [InlineData("PostgresFreeableMemoryLow", "1GiB", "PostgresFreeableMemoryLow compares FreeableMemory: allowed is a size in B, kB, MB, GB, TB (1 kB is 1024 bytes), e.g. 1GB")]
    public void A_threshold_in_another_unit_is_refused_with_what_is_allowed(string alarm, string text, string problem)
    {
        var rule = AlarmTable.Find(alarm)!;
        Assert.Equal(problem, rule.ThresholdProblem(text));
        Assert.Equal(problem, Assert.Throws<FormatException>(() => rule.ThresholdFor(Staging, text)).Message);
    }

    /// <summary>Configuration is typed by people: any text gives a value or a problem, and never another exception.</summary>
    [Fact]
    public void Any_text_is_a_threshold_or_a_problem() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(
            Gen.Elements(AlarmTable.Rules.AsEnumerable()).ToArbitrary(),
            ArbMap.Default.ArbFor<NonNull<string>>(),
            (rule, text) => rule.ThresholdProblem(text.Get) is not null || double.IsFinite(rule.ThresholdFor(Staging, text.Get))));
}
