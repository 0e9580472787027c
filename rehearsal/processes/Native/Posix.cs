using System.Runtime.InteropServices;

namespace TechCorp.PgInfra.Processes;

/// <summary>Signals that PostgreSQL and PgBouncer give a meaning to.</summary>
internal enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>The system calls .NET has no method for.</summary>
internal static partial class Posix
{
    public static bool IsRoot => EffectiveUser() == 0;

    /// <summary>False when the process is gone.</summary>
    public static bool Send(int pid, Signal signal) => pid > 1 && Kill(pid, (int)signal) == 0;

    /// <summary>True when this process may make something in the folder.</summary>
    public static bool MayWriteIn(string folder) => Access(folder, WriteAndSearch) == 0;

    // unistd.h: W_OK and X_OK.
    private const int WriteAndSearch = 2 | 1;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    /// <summary>
    /// Where a link leads, read with the file access of another user: root in a container has no CAP_SYS_PTRACE by default, and without
    /// it may not see what another user's process has open, while that user may (proc manual, "Ptrace access mode checks").
    /// </summary>
    /// <returns>Null when it cannot be read.</returns>
    public static string? ReadLinkAs((uint User, uint Group) other, string path)
    {
        // Of this thread alone; the group first, while root may still change it.
        _ = FileGroup(other.Group);
        _ = FileUser(other.User);
        try
        {
            Span<byte> target = stackalloc byte[4096];
            var length = ReadLink(path, target, target.Length);
            return length < 0 ? null : System.Text.Encoding.UTF8.GetString(target[..(int)length]);
        }
        finally
        {
            _ = FileUser(0);
            _ = FileGroup(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int FileUser(uint user);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int FileGroup(uint group);

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, Span<byte> target, nint size);

    public static void Own(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
            throw new IOException($"Cannot give {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Marks a System V segment for removal; it goes when nobody is attached.</summary>
    public static void RemoveSharedMemory(int id) => _ = ControlSharedMemory(id, 0, 0);

    /// <summary>
    /// Lets ext4 put each folder made in this one into a place of its own (<c>chattr +T</c>, manual of chattr). ext4 does not take the
    /// inode of a file deleted in the last minute and looks at each such one again for every file it makes: where estates of
    /// thousands of files have just been deleted, the next one took several seconds longer. Other file systems refuse, and need none of it.
    /// </summary>
    public static void SpreadFoldersIn(string path)
    {
        var folder = OpenFile(path, 0);
        if (folder < 0)
            return;
        // The kernel writes an int, whatever the size in the request's name says.
        var flags = 0;
        if (Control(folder, GetFlags, ref flags) == 0)
        {
            flags |= TopLevel;
            _ = Control(folder, SetFlags, ref flags);
        }

        _ = CloseFile(folder);
    }

    // linux/fs.h: FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, FS_TOPDIR_FL.
    private const nuint GetFlags = 0x80086601;
    private const nuint SetFlags = 0x40086602;
    private const int TopLevel = 0x20000;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int file, nuint request, ref int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int file);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "shmctl", SetLastError = true)]
    private static partial int ControlSharedMemory(int id, int command, nint buffer);
}
