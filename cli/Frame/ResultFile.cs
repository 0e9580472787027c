using System.Runtime.InteropServices;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>A file that long work ends in: that it cannot be written is said before the work.</summary>
internal static partial class ResultFile
{
    /// <summary>Demands that the file can be written; leaves what is there as it is.</summary>
    /// <exception cref="InputException">It is a folder, or in none, or not ours to write, or no file: what is moved over /dev/null takes it from the whole machine.</exception>
    public static void Demand(string option, string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new InputException($"{option}: {path} is a folder; name a file in it.");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new InputException($"{option}: there is no folder {Path.GetDirectoryName(full)}; create it or name another file.");
        if (File.Exists(full) && !IsRegular(full)) throw new InputException($"{option}: {path} is a device or a pipe; name a file.");
        try
        {
            using var _ = File.Exists(full) ? File.OpenWrite(full) : new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: {path} cannot be written: {e.Message} Name a file where you may write.");
        }
    }

    // statx(2): the mode is 28 bytes into the answer, on every architecture. .NET tells folders from the rest and no more.
    private static bool IsRegular(string path)
    {
        var answer = new byte[256];
        return Statx(CurrentFolder, path, 0, TypeAsked, answer) == 0 && (BitConverter.ToUInt16(answer, 28) & TypeMask) == RegularFile;
    }

    private const int CurrentFolder = -100;
    private const uint TypeAsked = 1;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] answer);
}
