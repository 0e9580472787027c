using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace TechCorp.PgInfra.Sdk.Tests.Outputs;

public class ConversionTests
{
    private static async Task<string> TextAsync(InputList<string> list) => string.Join(',', await OutputUtilities.GetValueAsync(list.ToOutput()));

    [Fact]
    public async Task A_list_argument_takes_values_outputs_arrays_lists_and_outputs_of_lists()
    {
        var a = Output.Create("a");

        Assert.Equal("a", await TextAsync("a"));
        Assert.Equal("a", await TextAsync(a));
        Assert.Equal("a", await TextAsync((Input<string>)a));
        Assert.Equal("a,b", await TextAsync(new[] { "a", "b" }));
        Assert.Equal("a,a", await TextAsync(new[] { a, a }));
        Assert.Equal("a,b", await TextAsync(new List<string> { "a", "b" }));
        Assert.Equal("a", await TextAsync(new List<Output<string>> { a }));
        Assert.Equal("a", await TextAsync(ImmutableArray.Create("a")));
        Assert.Equal("a", await TextAsync(Output.Create(new[] { "a" })));
        Assert.Equal("a", await TextAsync(Output.Create(ImmutableArray.Create("a"))));
        Assert.Equal("a,b", await TextAsync(["a", "b"]));
        Assert.Equal("a,b,c", await TextAsync(new InputList<string> { "a" }.Concat(new InputList<string> { "b", a.Apply(_ => "c") })));
    }

    [Fact]
    public async Task An_output_asked_for_before_an_element_was_added_does_not_hide_the_element()
    {
        var list = new InputList<string> { "a" };
        _ = await TextAsync(list);
        list.Add("b");

        Assert.Equal("a,b", await TextAsync(list));
    }

    [Fact]
    public async Task Merging_maps_lets_the_second_win()
    {
        var merged = InputMap<string>.Merge(new InputMap<string> { { "a", "1" }, { "b", "1" } }, new Dictionary<string, string> { ["b"] = "2" });

        var values = await OutputUtilities.GetValueAsync(merged.ToOutput());
        Assert.Equal(("1", "2"), (values["a"], values["b"]));
    }

    [Fact]
    public void A_list_argument_cannot_be_walked_before_it_is_known()
    {
        var error = Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)new InputList<string>()).GetEnumerator());

        Assert.Contains("cannot be synchronously enumerated", error.Message, StringComparison.Ordinal);
    }
}
