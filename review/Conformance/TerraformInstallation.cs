using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>Terraform and the AWS provider on this machine.</summary>
/// <param name="Terraform">Path of the executable.</param>
/// <param name="Mirror">Folder laid out as a filesystem mirror: <c>registry.terraform.io/hashicorp/aws/…</c> below it.</param>
/// <param name="ProviderVersion">The newest 5.x in it.</param>
public sealed partial record TerraformInstallation(string Terraform, string Mirror, string ProviderVersion)
{
    private const string Provider = "registry.terraform.io/hashicorp/aws";

    /// <summary>Finds both, or says what is missing and how to get it.</summary>
    /// <param name="variable">Reads an environment variable; null is the process's own.</param>
    /// <exception cref="ConformanceException">Terraform, or a provider 5.x for this platform, is not there.</exception>
    public static TerraformInstallation Find(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        var terraform = FindTerraform(variable);
        var folders = Folders(variable).Distinct().ToList();
        var found = folders.SelectMany(folder => Versions(folder).Select(version => (folder, version))).OrderByDescending(f => f.version).FirstOrDefault();
        List<string> missing = [];
        if (terraform is null)
        {
            missing.Add("terraform is not on PATH. Install 1.5 or newer: https://developer.hashicorp.com/terraform/install");
        }

        if (found.version is null)
        {
            missing.Add(
                $"the Terraform provider hashicorp/aws 5.x for {Platform} is in none of {string.Join(", ", folders)}. " +
                "Get it where there is a network with: echo 'terraform { required_providers { aws = { source = \"hashicorp/aws\", version = \"5.100.0\" } } }' > main.tf && " +
                "terraform providers mirror FOLDER, and set TF_PLUGIN_DIR=FOLDER");
        }

        return missing.Count == 0
            ? new TerraformInstallation(terraform!, found.folder, found.version!.ToString())
            : throw new ConformanceException($"the provider cannot be asked: {string.Join("; and ", missing)}.");
    }

    private static string Platform => $"linux_{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}";

    private static string? FindTerraform(Func<string, string?> variable) =>
        (variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "terraform"))
            .FirstOrDefault(MayRun);

    // As a shell looks: a folder of that name, a file nobody may run and a link that leads nowhere are passed over.
    private static bool MayRun(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Terraform's own implied mirrors, then where administrators and CI images put one. TF_PLUGIN_DIR is an order, not a hint.
    private static IEnumerable<string> Folders(Func<string, string?> variable)
    {
        if (variable("TF_PLUGIN_DIR") is { Length: > 0 } given)
        {
            return [Path.GetFullPath(given)];
        }

        var home = variable("HOME") is { Length: > 0 } h ? h : "/root";
        var data = variable("XDG_DATA_HOME") is { Length: > 0 } d ? d : $"{home}/.local/share";
        var shared = (variable("XDG_DATA_DIRS") is { Length: > 0 } s ? s : "/usr/local/share:/usr/share").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return [
            $"{home}/.terraform.d/plugins", $"{data}/terraform/plugins", .. shared.Select(f => $"{f}/terraform/plugins"),
            variable("TF_PLUGIN_CACHE_DIR") is { Length: > 0 } cache ? cache : $"{home}/.terraform.d/plugin-cache",
            "/opt/tf-plugins", "/opt/terraform/plugins",
        ];
    }

    // Unpacked: VERSION/PLATFORM/terraform-provider-aws_v…; packed: terraform-provider-aws_VERSION_PLATFORM.zip.
    private static IEnumerable<Version> Versions(string folder)
    {
        var at = Path.Combine(folder, Provider);
        if (!Directory.Exists(at))
        {
            return [];
        }

        var unpacked = Directory.GetDirectories(at).Where(v => Directory.Exists(Path.Combine(v, Platform))).Select(v => Path.GetFileName(v)!);
        var packed = Directory.GetFiles(at, $"terraform-provider-aws_*_{Platform}.zip").Select(f => Path.GetFileName(f).Split('_')[1]);
        return unpacked.Concat(packed).Where(v => Release().IsMatch(v)).Select(Version.Parse);
    }

    [GeneratedRegex(@"^5\.\d+\.\d+$")]
    private static partial Regex Release();
}
