using System.Diagnostics;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// The AWS API as a server on loopback (moto), with the deployed estate of prod and dr in it; see <c>estate_api.py</c>. Started once; a
/// test begins with <see cref="MakeAsync"/>.
/// </summary>
public sealed class EstateApi : IAsyncLifetime
{
    private Process? _server;
    private string _url = "";
    private string _path = "";

    /// <summary>What the aws CLI finds it by, with an <c>aws</c> in front that does not start anew for each call.</summary>
    internal Dictionary<string, string> Environment => EnvironmentWith(_path);

    /// <summary>The same with the program itself.</summary>
    internal Dictionary<string, string> ProgramEnvironment => EnvironmentWith("");

    private Dictionary<string, string> EnvironmentWith(string first) => new()
    {
        ["AWS_ENDPOINT_URL"] = _url, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["PATH"] = $"{(first.Length == 0 ? "" : first + ":")}{Path.GetDirectoryName(Python)}:{System.Environment.GetEnvironmentVariable("PATH")}",
    };

    public async Task InitializeAsync()
    {
        // The fixture is made also where its tests are left out.
        if (Python.Length == 0) return;
        _server = Process.Start(Command.Start(new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1" }, Python, Path.Combine(Command.Root, "tests", "operations", "Runbooks", "Support", "estate_api.py")))!;
        // Its log would fill the pipe.
        var log = _server.StandardError.ReadToEndAsync();
        var said = (await _server.StandardOutput.ReadLineAsync())?.Split(' ');
        Assert.True(said is [_, _] && int.TryParse(said[0], out _), said is null ? await log : string.Join(' ', said));
        (_url, _path) = ($"http://127.0.0.1:{said![0]}", said[1]);
    }

    /// <summary>The estate as it was deployed, whatever a test before has done to it.</summary>
    internal async Task MakeAsync()
    {
        await _server!.StandardInput.WriteLineAsync("anew");
        await _server.StandardInput.FlushAsync();
        Assert.Equal("ready", await _server.StandardOutput.ReadLineAsync());
    }

    public async Task DisposeAsync()
    {
        if (_server is null) return;
        using var server = _server;
        server.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await server.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            server.Kill(entireProcessTree: true);
        }
    }

    /// <summary>One call, as a person would check.</summary>
    internal async Task<string> AwsAsync(params string[] words)
    {
        var ended = await Command.RunAsync(Environment, "aws", [.. words, "--endpoint-url", _url, "--output", "text"]);
        Assert.True(ended.Code == 0, ended.Error);
        return ended.Out.Trim();
    }

    /// <summary>The interpreter that has moto: tests/run.sh makes it where none is on PATH.</summary>
    internal static string Python { get; } = Own().Concat(OnPath()).FirstOrDefault(File.Exists) ?? "";

    // An installation that was interrupted has no list of what it holds.
    private static IEnumerable<string> Own() => Path.Combine(Command.Root, ".pg", "moto") is var folder && File.Exists(Path.Combine(folder, "installed")) ? [Path.Combine(folder, "bin", "python")] : [];

    // Beside the program of the same environment; a pyenv shim is a script that finds it.
    private static IEnumerable<string> OnPath()
    {
        foreach (var folder in (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            var program = Path.Combine(folder, "moto_server");
            if (!File.Exists(program)) continue;
            var first = File.ReadLines(program).First();
            yield return first.Contains("python", StringComparison.Ordinal) ? first[2..].Trim()
                : System.Diagnostics.Process.Start(new ProcessStartInfo("pyenv", ["which", "python"]) { RedirectStandardOutput = true })!.StandardOutput.ReadToEnd().Trim();
        }
    }
}

/// <summary>One after the other on the same server.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheApi : ICollectionFixture<EstateApi>
{
    public const string Name = "API server";
}

/// <summary>Skipped, by name, where the API server is not installed; <c>./pg test</c> installs it where it may.</summary>
internal sealed class ApiFactAttribute : FactAttribute
{
    public ApiFactAttribute()
    {
        if (EstateApi.Python.Length == 0) Skip = "neither moto_server is on PATH nor could ./pg test install it (.pg/moto.log)";
    }
}
