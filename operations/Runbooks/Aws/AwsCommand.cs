using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Runbooks.Aws;

/// <summary>One call of the <c>aws</c> CLI. The region is always said: what an environment holds at night is anybody's guess.</summary>
/// <param name="Region">Region the call goes to.</param>
/// <param name="Service">For example <c>rds</c>.</param>
/// <param name="Operation">For example <c>modify-db-instance</c>.</param>
/// <param name="Arguments">Options and values, one word each, unquoted.</param>
public sealed record AwsCommand(string Region, string Service, string Operation, ImmutableArray<string> Arguments)
{
    /// <summary>
    /// Further input that is secret, as the API's own JSON. It is handed over in a file only its owner can read (the CLI reads its
    /// input twice, so a pipe does not do), and shown by the names of its members.
    /// </summary>
    public JsonObject? SecretInput { get; init; }

    /// <summary>The first words of a call.</summary>
    public static AwsCommand Of(string region, string service, string operation, params IEnumerable<string> arguments) =>
        new(region, service, operation, [.. arguments]);

    /// <summary>The same call with an option after the others; a null value leaves it out.</summary>
    public AwsCommand With(string option, string? value) =>
        value is null ? this : this with { Arguments = Arguments.Add(option).Add(value) };

    /// <summary>The same call with a switch, or with its opposite: <c>--multi-az</c> or <c>--no-multi-az</c>.</summary>
    public AwsCommand Switch(string option, bool on) => this with { Arguments = Arguments.Add(on ? $"--{option}" : $"--no-{option}") };

    /// <summary>The same call with an option of several values; none leaves it out.</summary>
    public AwsCommand WithAll(string option, params IEnumerable<string> values) =>
        values.Any() ? this with { Arguments = [.. Arguments, option, .. values] } : this;

    /// <summary>Every word after <c>aws</c>.</summary>
    /// <param name="endpoint">Another endpoint than AWS's own, or null.</param>
    public ImmutableArray<string> Words(string? endpoint = null) =>
    [
        Service, Operation, "--region", Region, "--output", "json", .. endpoint is null ? [] : (string[])["--endpoint-url", endpoint], .. Arguments,
    ];

    /// <summary>A line to paste into a shell, an option with its values on each line.</summary>
    public string Text(string? endpoint = null)
    {
        var words = Words(endpoint);
        // Whoever pastes it wants to read the answer, in the format he has set.
        words = words.RemoveRange(words.IndexOf("--output"), 2);
        var text = new System.Text.StringBuilder("aws ").Append(words[0]).Append(' ').Append(words[1]);
        foreach (var word in words.Skip(2))
        {
            text.Append(word.StartsWith("--", StringComparison.Ordinal) ? " \\\n  " : " ").Append(ShellText.Quote(word));
        }

        return SecretInput is null ? text.ToString() : text.Append(" \\\n  --cli-input-json file://SECRET.json").ToString();
    }
}
