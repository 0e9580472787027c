namespace TechCorp.PgInfra.Processes;

/// <summary>A program this machine needs is not installed.</summary>
/// <param name="problem">What is missing and where it was looked for.</param>
/// <param name="installCommand">The one command that installs it on Debian and Ubuntu, to be run as root.</param>
public sealed class MissingBinaryException(string problem, string installCommand)
    : Exception($"{problem} Install it as root with: {installCommand}")
{
    /// <summary>The one command that installs it on Debian and Ubuntu, to be run as root.</summary>
    public string InstallCommand { get; } = installCommand;
}
