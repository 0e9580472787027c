using System.ComponentModel;
using System.Diagnostics;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// Terraform in a folder of its own, without credentials and without a way out: it inherits nothing of the environment, so that no key,
/// profile or endpoint of the caller is used, and whatever would call the cloud is sent to a closed port of this machine.
/// </summary>
internal sealed class TerraformProcess(TerraformInstallation installation, WorkFolder folder)
{
    /// <summary>The CLI configuration that makes <c>init</c> take the provider from the mirror and from nowhere else.</summary>
    public static string CliConfiguration(string mirror) => $$"""
        disable_checkpoint = true
        provider_installation {
          filesystem_mirror {
            path    = "{{mirror.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}}"
            include = ["registry.terraform.io/hashicorp/aws"]
          }
        }

        """;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Exit code, standard output and standard error.</returns>
    public async Task<(int Code, string Output, string Error)> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(installation.Terraform, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables())
        {
            start.Environment[name] = value;
        }

        using var process = Started(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            // The system's text; .NET's own says the folder too, which is gone by then.
            throw new ConformanceException($"{start.FileName} cannot be run: {new Win32Exception(e.NativeErrorCode).Message}. Put another terraform before it on PATH.");
        }
    }

    private IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("HOME", folder.Path),
        ("TMPDIR", folder.Path),
        ("TF_CLI_CONFIG_FILE", Path.Combine(folder.Path, "cli.tfrc")),
        ("TF_IN_AUTOMATION", "1"),
        ("TF_INPUT", "0"),
        ("CHECKPOINT_DISABLE", "1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
    ];
}
