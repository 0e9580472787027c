using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>Tables of cases hold what somebody thought of; these hold what nobody did.</summary>
public sealed class RandomConfigurationTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(60);

    [Fact]
    public void A_configuration_within_all_limits_has_no_problem() =>
        Check.One(Quick, Prop.ForAll(RandomConfiguration.Valid.ToArbitrary(), c => Equal("", c.File.Problems(), c.Text)));

    /// <summary>No value hides another's mistake and none is blamed for it: as many problems as broken values, each under its key.</summary>
    [Fact]
    public void Every_broken_value_is_named_once_however_many_there_are() =>
        Check.One(Quick, Prop.ForAll(
            Gen.Zip(RandomConfiguration.Valid, Gen.Zip(Gen.Choose(1, 12), Gen.Choose(0, int.MaxValue - 1))).ToArbitrary(),
            c =>
            {
                var ((text, file), (count, seed)) = c;
                var leaves = file.Leaves().ToArray();
                new System.Random(seed).Shuffle(leaves);
                var broken = leaves.Take(count).ToList();

                // A bell is in no identifier, number, word or name.
                broken.ForEach(path => file.With(path, "\"\\u0007\""));
                return Equal(
                    string.Join('\n', broken.Order(StringComparer.Ordinal)),
                    string.Join('\n', file.Read().Problems.Select(p => p.Key).Order(StringComparer.Ordinal)),
                    text);
            }));

    /// <summary>Whatever stands in a file is an answer with a key, and never an exception.</summary>
    [Fact]
    public void Nothing_that_stands_in_a_file_makes_the_reader_throw()
    {
        var file = StackFile.Of("prod");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Gen.Zip(Gen.Elements([.. EstateSettings.KnownKeys, EstateSettings.RegionKey]), Junk).ToArbitrary(),
            c =>
            {
                var result = EstateSettings.Read("prod", key => key == c.Item1 ? c.Item2 : file.Text(key));
                return Prop.ToProperty(result.IsValid == result.Problems.IsEmpty
                    && result.Problems.All(p => p.Key.Length > 0 && p.Allowed.Length > 0 && p.Why.Length > 0 && !p.ToString().Contains('\n', StringComparison.Ordinal)));
            }));
    }

    private static Gen<string> Junk => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Where(s => s is not null),
        Gen.Elements("", " ", "{", "[", "[]", "{}", "null", "{\"a\":1,\"a\":2}", "[null]", "[[[]]]", "{\"identifier\":\"\\ud800\"}", "\ud800", "1e400", "-0", "[secret]",
            new string('[', 100), new string('9', 400), "{\"allocated\":" + new string('9', 60) + "}", "{\"value\":{}}", "{\"analytics\":{\"work_mem\":{\"value\":[]}}}"),
        from key in Gen.Elements("identifier", "role", "window", "retention", "shared_buffers", "overrides", "subscriptions", "privateSubnets", "vpcId", "tasks", "allocated", "promoted", "")
        from value in ArbMap.Default.GeneratorFor<string>().Where(s => s is not null)
        from list in Gen.Elements(true, false)
        let map = new Dictionary<string, object> { [key] = list ? new[] { value } : value }
        select list ? JsonSerializer.Serialize(new[] { map }) : JsonSerializer.Serialize(map));

    private static Property Equal(string expected, string actual, string configuration) =>
        Prop.Label(expected == actual, $"expected:\n{expected}\nactual:\n{actual}\nof:\n{configuration}");
}
