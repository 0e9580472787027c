using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Runbooks.Aws;

/// <summary>
/// The <c>aws</c> CLI as a child process: no shell, no pager, JSON. What is logged in to, by whatever means a company has, is then
/// what this works with.
/// </summary>
/// <param name="endpoint">Another endpoint than AWS's own, for every service, or null.</param>
/// <param name="say">Told when an answer is long in coming, as from a region that is lost; null tells nobody.</param>
public sealed class AwsCli(string? endpoint = null, Action<string>? say = null)
{
    private static readonly TimeSpan CallPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Another endpoint than AWS's own, or null.</summary>
    public string? Endpoint { get; } = endpoint ?? FromEnvironment();

    /// <summary>The answer of a call; an empty object where the API answers nothing.</summary>
    /// <exception cref="AwsException">It failed; the message gives the way out.</exception>
    public async Task<JsonObject> CallAsync(AwsCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var secret = command.SecretInput is { } input ? SecretFile.Write(input.ToJsonString()) : null;
        var words = command.Words(Endpoint);
        var start = new ProcessStartInfo("aws", secret is null ? words : words.Add("--cli-input-json").Add($"file://{secret.Path}"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        // Version 2 opens a pager where it finds a terminal; a throttled call is worth some patience.
        start.Environment["AWS_PAGER"] = "";
        start.Environment.TryAdd("AWS_RETRY_MODE", "standard");
        start.Environment.TryAdd("AWS_MAX_ATTEMPTS", "6");

        using var process = Start(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(CallPatience);
        using var told = new Timer(_ => say?.Invoke($"aws {command.Service} {command.Operation} in {command.Region} has not answered for {Silence.TotalSeconds:0} s; it is given {CallPatience.TotalMinutes:0} minutes"), null, Silence, Timeout.InfiniteTimeSpan);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await Task.WhenAll(output, errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new AwsException(AwsError.TimedOut, $"aws {command.Service} {command.Operation} in {command.Region} did not answer within {CallPatience.TotalMinutes:0} minutes.{AwsError.NotReached(command.Region)}");
        }

        if (process.ExitCode != 0) throw AwsError.From(command, await errors);
        return Parse(command, await output);
    }

    /// <summary>The answer, or null when the API answers with one of these error codes.</summary>
    public async Task<JsonObject?> TryCallAsync(AwsCommand command, ImmutableArray<string> absent, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(command, cancellation);
        }
        catch (AwsException e) when (absent.Contains(e.Code))
        {
            return null;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new AwsException(AwsError.Missing,
                "the aws CLI is not installed or not on PATH. Install it (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html, or apt-get install awscli) and run the same command again.");
        }
    }

    private static JsonObject Parse(AwsCommand command, string output)
    {
        try
        {
            return output.Trim().Length == 0 ? [] : JsonNode.Parse(output) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw new AwsException(AwsError.Missing, $"aws {command.Service} {command.Operation} did not answer with JSON; is another program called aws first on PATH (command -v aws)?");
        }
    }

    // Version 1 of the CLI honours the variable for some services and not for others; said as an option, it holds for all.
    private static string? FromEnvironment() => Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } url ? url : null;
}
