namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>Every value in refused.txt is wrong where the cloud would say so only after minutes, or never; the message must name the way out.</summary>
public sealed class RefusedValueTests
{
    public static TheoryData<string, string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string, string>();
        var blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "refused.txt")).ReplaceLineEndings("\n")
            .Split("\n\n").Skip(1);
        foreach (var block in blocks)
        {
            var lines = block.TrimEnd('\n').Split('\n');
            var change = lines[0].Split(" | ");
            data.Add(change[0], change[1], change[2], string.Join('\n', lines[1..].Select(l => l.Trim())));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_wrong_value_is_refused_with_key_value_what_is_allowed_and_why(string stack, string key, string json, string expected) =>
        Assert.Equal(expected, StackFile.Of(stack).With(key, json == "-" ? null : json).Problems());
}
