using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Mocks;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Outputs;

public class CombiningTests
{
    private static readonly Output<string> Plain = Output.Create("a");
    private static readonly Output<string> Secret = Output.CreateSecret("b");

    public static TheoryData<string, Func<Output<string>, Output<string>, Output<string>>> Combinations => new()
    {
        { "Apply", (a, b) => a.Apply(x => b.Apply(y => $"{x}-{y}")) },
        { "All", (a, b) => Output.All(a, b).Apply(all => string.Join('-', all)) },
        { "Format", (a, b) => Output.Format($"{a}-{b}") },
        { "Tuple", (a, b) => Output.Tuple(a, b).Apply(t => $"{t.Item1}-{t.Item2}") },
        { "JsonSerialize", (a, b) => Output.JsonSerialize(Output.Create(new { A = a, B = (Input<string>)b })).Apply(Join) },
        { "InputList", (a, b) => ((Input<ImmutableArray<string>>)new InputList<string> { a, b }).Apply(all => string.Join('-', all)) },
        { "InputMap", (a, b) => ((Input<ImmutableDictionary<string, string>>)new InputMap<string> { { "A", a }, { "B", b } }).Apply(m => $"{m["A"]}-{m["B"]}") },
    };

    private static string Join(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        return $"{root.GetProperty("A").GetString()}-{root.GetProperty("B").GetString()}";
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_combination_is_secret_when_any_part_is(string name, Func<Output<string>, Output<string>, Output<string>> combine)
    {
        Assert.NotNull(name);
        var (value, mixed, plain) = await Run.AskingAsync(async () => (
            await OutputUtilities.GetValueAsync(combine(Plain, Secret)),
            await Output.IsSecretAsync(combine(Plain, Secret)),
            await Output.IsSecretAsync(combine(Plain, Plain))));

        Assert.Equal("a-b", value);
        Assert.True(mixed);
        Assert.False(plain);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_combination_is_unknown_when_any_part_is(string name, Func<Output<string>, Output<string>, Output<string>> combine)
    {
        Assert.NotNull(name);
        Assert.False(await Run.AskingAsync(
            () => OutputUtilities.GetIsKnownAsync(combine(Plain, OutputUtilities.CreateUnknown("later"))), preview: true));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_combination_depends_on_what_every_part_came_from(string name, Func<Output<string>, Output<string>, Output<string>> combine)
    {
        Assert.NotNull(name);
        ImmutableHashSet<Resource> dependencies = [];
        var resources = await Deployment.TestAsync(new RecordingMocks(), new() { IsPreview = false }, async () =>
        {
            dependencies = await OutputUtilities.GetDependenciesAsync(combine(new Thing("a").Id, new Thing("b").Id));
        });

        Assert.Equal(resources.ToHashSet(), dependencies);
    }

    [Fact]
    public async Task Secretness_can_be_added_and_taken_away()
    {
        Assert.True(await Output.IsSecretAsync(Output.CreateSecret(Plain)));
        Assert.True(await Output.IsSecretAsync(Output.CreateSecret(Task.FromResult(1))));
        Assert.False(await Output.IsSecretAsync(Output.Unsecret(Secret)));
        Assert.Equal("b", await OutputUtilities.GetValueAsync(Output.Unsecret(Secret)));
    }

    [Fact]
    public async Task An_apply_on_an_unknown_value_runs_outside_a_preview_with_the_value()
    {
        Output<string> Applied() => OutputUtilities.CreateUnknown("v").Apply(v => v + "!");

        Assert.Null(await Run.AskingAsync(() => OutputUtilities.GetValueAsync(Applied()), preview: true));
        Assert.Equal("v!", await Run.AskingAsync(() => OutputUtilities.GetValueAsync(Applied())));
    }

    [Fact]
    public async Task Json_of_a_value_with_options_of_its_own_keeps_them()
    {
        var json = Output.JsonSerialize(Output.Create(new { HostName = Secret }), new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });

        Assert.Equal("""{"hostName":"b"}""", await OutputUtilities.GetValueAsync(json));
        Assert.Equal(7, await OutputUtilities.GetValueAsync(Output.JsonDeserialize<int>(Output.Create("7"))));
    }

    /// <summary>Waiting for it inside the serializer would block the program on a value it has yet to give.</summary>
    [Fact]
    public async Task Json_with_an_output_that_comes_later_comes_later()
    {
        var later = new TaskCompletionSource<string>();
        var json = Output.JsonSerialize(Output.Create(new { A = Output.Create(later.Task), B = Secret }));
        Assert.False(OutputUtilities.GetValueAsync(json).IsCompleted);
        later.SetResult("a");

        Assert.Equal("""{"A":"a","B":"b"}""", await OutputUtilities.GetValueAsync(json));
        Assert.True(await Output.IsSecretAsync(json));
    }

    [Fact]
    public async Task An_eighth_tuple_item_arrives()
    {
        var tuple = Output.Tuple<int, int, int, int, int, int, int, string>(1, 2, 3, 4, 5, 6, 7, Secret);

        Assert.Equal("b", (await OutputUtilities.GetValueAsync(tuple)).Item8);
        Assert.True(await Output.IsSecretAsync(tuple));
    }

    [Fact]
    public async Task Lists_and_unions_can_be_read_without_an_apply()
    {
        var list = Output.Create(ImmutableArray.Create("x", "y"));

        Assert.Equal("y", await OutputUtilities.GetValueAsync(list.GetAt(1)));
        Assert.Equal("x", await OutputUtilities.GetValueAsync(list.First()));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(list.Length()));
        Assert.Equal(3, await OutputUtilities.GetValueAsync(Output.Create((Union<string, int>)3).AsT1()));
    }
}
