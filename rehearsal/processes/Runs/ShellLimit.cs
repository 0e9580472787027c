using System.ComponentModel;
using System.Net.Sockets;

namespace TechCorp.PgInfra.Processes;

/// <summary>
/// A limit that the shell or the machine has set on processes: which, and what to do. <c>./pg</c> refuses one that is too low from the start;
/// what others of the same user take of it nobody knows before.
/// </summary>
public static class ShellLimit
{
    // errno.h, as strerror says it, and the option of ulimit.
    private static readonly (int Error, string Words, string What, char Option)[] Table =
    [
        (24, "Too many open files", "few open files", 'n'),
        (23, "Too many open files in system", "few open files", 'n'),
        (NoProcess, "Resource temporarily unavailable", "few processes and threads of one user", 'u'),
        (12, "Cannot allocate memory", "little memory", 'v'),
        (27, "File too large", "little in one file", 'f'),
    ];

    private const int NoProcess = 11;

    /// <summary>The way out of a failure; null when it is of no limit.</summary>
    public static string? WayOut(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            var error = cause switch
            {
                SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => 24,
                Win32Exception e and not SocketException => e.NativeErrorCode,
                OutOfMemoryException => 12,
                // A lock that is held is told with the number of a process that is refused.
                IOException e when e.HResult != NoProcess => e.HResult,
                _ => 0,
            };
            if (Table.FirstOrDefault(l => l.Error == error) is { Words: not null } limit) return Raise(limit.What, limit.Option);
        }

        return null;
    }

    /// <summary>The same as the end of a longer message, or nothing.</summary>
    public static string Suspected(Exception failure) => WayOut(failure) is { } wayOut ? $"\n{wayOut}" : "";

    /// <summary>What a program of a run said, with the way out when a limit stopped it.</summary>
    internal static string Explained(string said) =>
        Table.FirstOrDefault(l => said.Contains(l.Words, StringComparison.OrdinalIgnoreCase)) is { Words: not null } limit ? $"{said}\n{Raise(limit.What, limit.Option)}" : said;

    private static string Raise(string what, char option) =>
        $"This shell allows too {what} (ulimit -{option}), or the machine has no more. Raise the limit, or end what else takes of it, and run the same command again.";
}
