namespace TechCorp.PgInfra.Processes;

/// <summary>Programs this machine needs are not installed.</summary>
/// <param name="problem">What is missing and where it was looked for.</param>
/// <param name="packages">Their packages on Debian and Ubuntu.</param>
public sealed class MissingBinaryException(string problem, params IReadOnlyList<string> packages)
    : Exception($"{problem} Install {(packages.Count == 1 ? "it" : "them")} as root with: {CommandFor(packages)}")
{
    /// <summary>What is missing and where it was looked for.</summary>
    public string Problem { get; } = problem;

    /// <summary>Their packages on Debian and Ubuntu.</summary>
    public IReadOnlyList<string> Packages { get; } = packages;

    /// <summary>The one command that installs them, to be run as root.</summary>
    public string InstallCommand => CommandFor(Packages);

    private static string CommandFor(IReadOnlyList<string> packages) => $"apt-get install -y --no-install-recommends {string.Join(' ', packages)}";
}
