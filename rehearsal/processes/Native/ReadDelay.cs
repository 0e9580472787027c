using System.Runtime.InteropServices;

namespace TechCorp.PgInfra.Processes;

/// <summary>
/// Makes every read of a process's files come late, as a volume does whose IOPS are used up. The kernel stops the process where it
/// asks for a block (ptrace manual, PTRACE_SYSCALL), so that what the process itself measures is what a slow disk would give it;
/// slowing the disk down would take rights over the machine's block devices. It ends with the process, which goes on as it was
/// when this command is killed.
/// </summary>
public sealed partial class ReadDelay
{
    private readonly Thread _tracer;
    private readonly TaskCompletionSource<bool> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    // A tracer is a thread, and no other one may ask.
    private ReadDelay(int pid, TimeSpan delay) => _tracer = new Thread(() => Trace(pid, delay)) { IsBackground = true, Name = "read delay" };

    /// <summary>Reads that came late so far.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Completes when the process has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins.</summary>
    /// <param name="pid">The process: of the same user, or anybody's for root with CAP_SYS_PTRACE.</param>
    /// <param name="delay">How much later each read comes.</param>
    /// <returns>Null where the kernel does not allow it, or this program does not know the processor's system calls.</returns>
    public static async Task<ReadDelay?> AttachAsync(int pid, TimeSpan delay)
    {
        if (Positioned is null) return null;
        var made = new ReadDelay(pid, delay);
        made._tracer.Start();
        return await made._attached.Task ? made : null;
    }

    private void Trace(int pid, TimeSpan delay)
    {
        var attached = Ptrace(Seize, pid, 0, TraceSysGood) == 0 && Ptrace(Interrupt, pid, 0, 0) == 0;
        _attached.SetResult(attached);
        while (attached && Wait(pid, out var status, WaitAll) == pid && (status & 0xff) == Stopped)
        {
            var signal = (status >> 8) & 0xff;
            if (signal == (TrapSignal | 0x80) && IsRead(pid))
            {
                Thread.Sleep(delay);
                Interlocked.Increment(ref _reads);
            }

            // A stop of the tracing itself hands nothing on; any other is a signal that was meant for the process.
            var handOn = signal == (TrapSignal | 0x80) || status >> 16 != 0 ? 0 : signal;
            if (Ptrace(ToNextCall, pid, 0, handOn) != 0) break;
        }

        _ended.SetResult();
    }

    // struct ptrace_syscall_info: the kind of stop in the first byte, the call's number after 24 bytes.
    private static unsafe bool IsRead(int pid)
    {
        var info = stackalloc byte[88];
        return Ptrace(GetSyscallInfo, pid, 88, (nint)info) > 0 && info[0] == 1 && *(ulong*)(info + 24) == Positioned;
    }

    // pread64 in the kernel's tables; PostgreSQL 15 reads every block with it.
    private static ulong? Positioned => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 17,
        Architecture.Arm64 => 67,
        _ => null,
    };

    // linux/ptrace.h and linux/wait.h.
    private const nint Seize = 0x4206;
    private const nint Interrupt = 0x4207;
    private const nint GetSyscallInfo = 0x420e;
    private const nint ToNextCall = 24;
    private const nint TraceSysGood = 1;
    private const int WaitAll = 0x40000000;
    private const int Stopped = 0x7f;
    private const int TrapSignal = 5;

    [LibraryImport("libc", EntryPoint = "ptrace")]
    private static partial nint Ptrace(nint request, int pid, nint address, nint data);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int pid, out int status, int options);
}
