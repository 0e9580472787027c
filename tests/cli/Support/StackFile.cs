namespace TechCorp.PgInfra.Cli.Tests.Support;

/// <summary>A copy of a committed stack file with some words changed; gone afterwards.</summary>
internal sealed class StackFile : IDisposable
{
    public StackFile(string stack, params (string From, string To)[] changes)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, $"Pulumi.{stack}.yaml"));
        foreach (var (from, to) in changes)
        {
            // A change that finds nothing would make the test prove nothing.
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        File.WriteAllText(Path, text);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"Pulumi.{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(Path);
}
