using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>A machine without them is told what to install, not that something failed.</summary>
public sealed class Terraform_and_the_provider_are_found_or_named : IDisposable
{
    private static readonly string Platform =
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "linux_arm64" : "linux_amd64";

    private readonly string _root = Directory.CreateTempSubdirectory("pg-find-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Both_missing_are_told_at_once_with_the_way_to_get_them()
    {
        var folder = Path.Combine(_root, "mirror");
        var missing = Assert.Throws<ConformanceException>(() => Find(("PATH", _root), ("TF_PLUGIN_DIR", folder)));

        Assert.Equal(
            "the provider cannot be asked: terraform is not on PATH. Install 1.5 or newer: https://developer.hashicorp.com/terraform/install; and " +
            $"the Terraform provider hashicorp/aws 5.x for {Platform} is in none of {folder}. Get it where there is a network with: " +
            "echo 'terraform { required_providers { aws = { source = \"hashicorp/aws\", version = \"5.100.0\" } } }' > main.tf && " +
            "terraform providers mirror FOLDER, and set TF_PLUGIN_DIR=FOLDER.",
            missing.Message);
    }

    [Fact]
    public void An_unpacked_mirror_is_found_and_its_newest_5_is_taken()
    {
        Install("mirror", "5.99.1", "5.100.0", "6.25.0", "5.101.0-beta1");

        var found = Find(("PATH", Terraform()), ("TF_PLUGIN_DIR", Path.Combine(_root, "mirror")));

        Assert.Equal(new TerraformInstallation(Path.Combine(_root, "bin", "terraform"), Path.Combine(_root, "mirror"), "5.100.0"), found);
    }

    /// <summary>What `terraform providers mirror` makes.</summary>
    [Fact]
    public void A_packed_mirror_is_found()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "mirror/registry.terraform.io/hashicorp/aws")).FullName;
        File.WriteAllText(Path.Combine(folder, $"terraform-provider-aws_5.90.0_{Platform}.zip"), "");

        Assert.Equal("5.90.0", Find(("PATH", Terraform()), ("TF_PLUGIN_DIR", Path.Combine(_root, "mirror"))).ProviderVersion);
    }

    [Fact]
    public void The_users_own_plugin_folder_is_searched()
    {
        // Newer than any there is, so that what this machine has elsewhere does not win.
        Install("home/.terraform.d/plugins", "5.999.0");

        Assert.Equal(Path.Combine(_root, "home/.terraform.d/plugins"), Find(("PATH", Terraform()), ("HOME", Path.Combine(_root, "home"))).Mirror);
    }

    /// <summary>A shell passes over a folder, a file without permission and a dead link of that name; so a version manager's rest hides nothing.</summary>
    [Fact]
    public void What_a_shell_would_not_run_is_passed_over()
    {
        Install("mirror", "5.100.0");
        var (folder, file, link) = (Sub("folder"), Sub("file"), Sub("link"));
        Directory.CreateDirectory(Path.Combine(folder, "terraform"));
        File.WriteAllText(Path.Combine(file, "terraform"), "");
        File.SetUnixFileMode(Path.Combine(file, "terraform"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(Path.Combine(link, "terraform"), "/nowhere/terraform");

        var mirror = ("TF_PLUGIN_DIR", Path.Combine(_root, "mirror"));
        Assert.Equal(Path.Combine(_root, "bin", "terraform"), Find(("PATH", $"{folder}:{file}:{link}:{Terraform()}"), mirror).Terraform);
        Assert.Contains("terraform is not on PATH", Assert.Throws<ConformanceException>(() => Find(("PATH", $"{folder}:{file}:{link}"), mirror)).Message, StringComparison.Ordinal);

        string Sub(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
    }

    /// <summary>A rest of a version manager, or a program of that name, is named by its path instead of a stack trace or an empty sentence.</summary>
    [Theory]
    [InlineData("#!/nowhere/sh\n", "{0} cannot be run: No such file or directory. Put another terraform before it on PATH.")]
    [InlineData("#!/bin/sh\nexit 0\n", "terraform validate failed: {0} ended with code 0 and said nothing of use; is that Terraform?")]
    [InlineData("#!/bin/sh\necho 'No version is set' >&2; exit 126\n", "terraform init failed: No version is set")]
    public async Task What_is_no_Terraform_is_said_so(string script, string message)
    {
        var path = Path.Combine(Terraform(), "terraform");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(path, script);

        var failed = await Assert.ThrowsAsync<ConformanceException>(() => new ConformanceCheck(new(path, _root, "5.100.0")).RunAsync(Estates.Of("staging").Plan));

        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, path), failed.Message);
    }

    /// <summary>Version 6 has other arguments; judged by it, a plan would be another one.</summary>
    [Fact]
    public void A_provider_of_another_major_or_another_platform_does_not_count()
    {
        Install("mirror", "6.25.0");
        Directory.CreateDirectory(Path.Combine(_root, "mirror/registry.terraform.io/hashicorp/aws/5.100.0/plan9_mips"));

        Assert.Throws<ConformanceException>(() => Find(("PATH", Terraform()), ("TF_PLUGIN_DIR", Path.Combine(_root, "mirror"))));
    }

    private static TerraformInstallation Find(params (string Name, string Value)[] environment) =>
        TerraformInstallation.Find(name => environment.FirstOrDefault(e => e.Name == name).Value);

    private void Install(string mirror, params string[] versions)
    {
        foreach (var version in versions)
        {
            Directory.CreateDirectory(Path.Combine(_root, mirror, "registry.terraform.io/hashicorp/aws", version, Platform));
        }
    }

    private string Terraform()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        File.WriteAllText(Path.Combine(folder, "terraform"), "");
        File.SetUnixFileMode(Path.Combine(folder, "terraform"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }
}
