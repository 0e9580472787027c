using System.Text;

namespace TechCorp.PgInfra.Cli.Sheet;

/// <summary>Writes a page whole or not at all: a reader never sees half of one, and a killed run leaves the old one.</summary>
internal static class PageFile
{
    private const UnixFileMode ForEveryReader = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes beside the target and moves over it.</summary>
    public static void Write(string path, string page)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllText(beside, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, ForEveryReader);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
