using FsCheck;
using FsCheck.Fluent;

namespace TechCorp.PgInfra.Catalog.Tests.Parameters;

/// <summary>shared_buffers and maintenance_work_mem are the same digits in two units: whoever types engine values mixes them up.</summary>
public sealed class QuantityTests
{
    [Theory]
    [InlineData("8GB", ParameterUnit.Pages8Kb, 1048576)]
    [InlineData("24GB", ParameterUnit.Pages8Kb, 3145728)]
    [InlineData("1GB", ParameterUnit.Kilobytes, 1048576)]
    [InlineData("256MB", ParameterUnit.Kilobytes, 262144)]
    [InlineData("200GB", ParameterUnit.Megabytes, 204800)]
    [InlineData("4kB", ParameterUnit.Bytes, 4096)]
    [InlineData("20ms", ParameterUnit.Milliseconds, 20)]
    [InlineData("30s", ParameterUnit.Milliseconds, 30000)]
    [InlineData("15min", ParameterUnit.Milliseconds, 900000)]
    [InlineData("7d", ParameterUnit.Seconds, 604800)]
    [InlineData("0", ParameterUnit.Milliseconds, 0)]
    [InlineData("-1", ParameterUnit.Megabytes, -1)]
    [InlineData("500", ParameterUnit.None, 500)]
    public void A_persons_value_becomes_the_engines_and_back(string text, ParameterUnit unit, int engine)
    {
        Assert.Equal(engine, Quantity.ToEngine(text, unit, out var problem));
        Assert.Null(problem);
        Assert.Equal(text, Quantity.FromEngine(engine, unit));
    }

    [Theory]
    [InlineData("0.5GB", ParameterUnit.Kilobytes, 524288)]
    [InlineData("1.5s", ParameterUnit.Milliseconds, 1500)]
    [InlineData("8 GB", ParameterUnit.Pages8Kb, 1048576)]
    [InlineData("  30s ", ParameterUnit.Milliseconds, 30000)]
    [InlineData("5000us", ParameterUnit.Milliseconds, 5)]
    public void Fractions_and_spaces_are_read_as_PostgreSQL_reads_them(string text, ParameterUnit unit, int engine) =>
        Assert.Equal(engine, Quantity.ToEngine(text, unit, out _));

    [Theory]
    [InlineData("1048576", ParameterUnit.Pages8Kb, "has no unit; write one of B, kB, MB, GB, TB")]
    [InlineData("8gb", ParameterUnit.Pages8Kb, "has the unit 'gb', which is not one of B, kB, MB, GB, TB")]
    [InlineData("8GiB", ParameterUnit.Pages8Kb, "has the unit 'GiB', which is not one of B, kB, MB, GB, TB")]
    [InlineData("5kB", ParameterUnit.Pages8Kb, "is not a whole number of 8kB")]
    [InlineData("1us", ParameterUnit.Milliseconds, "is not a whole number of ms")]
    [InlineData("30s", ParameterUnit.Kilobytes, "has the unit 's', which is not one of B, kB, MB, GB, TB")]
    [InlineData("500kB", ParameterUnit.None, "has the unit 'kB', but is a bare number")]
    [InlineData("", ParameterUnit.Kilobytes, "is not a number with a unit (B, kB, MB, GB, TB)")]
    [InlineData("GB", ParameterUnit.Kilobytes, "is not a number with a unit (B, kB, MB, GB, TB)")]
    [InlineData("1.2.3GB", ParameterUnit.Kilobytes, "is not a number with a unit (B, kB, MB, GB, TB)")]
    [InlineData("99999999999999TB", ParameterUnit.Kilobytes, "is too large to be meant")]
    [InlineData("99999999999999999999999999999999TB", ParameterUnit.Kilobytes, "is not a number with a unit (B, kB, MB, GB, TB)")]
    public void What_PostgreSQL_would_refuse_or_round_is_refused_with_the_reason(string text, ParameterUnit unit, string expected)
    {
        Assert.Null(Quantity.ToEngine(text, unit, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Every_engine_value_survives_being_written_and_read() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            Gen.Zip(Gen.Elements(Enum.GetValues<ParameterUnit>()), Gen.Choose(-1, int.MaxValue)).ToArbitrary(),
            pair => Quantity.ToEngine(Quantity.FromEngine(pair.Item2, pair.Item1), pair.Item1, out _) == pair.Item2));

    [Fact]
    public void No_text_makes_it_throw() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            Gen.Zip(Gen.Elements(Enum.GetValues<ParameterUnit>()), ArbMap.Default.GeneratorFor<string>().Where(s => s is not null)).ToArbitrary(),
            pair => (Quantity.ToEngine(pair.Item2, pair.Item1, out var problem) is null) == (problem is not null)));
}
