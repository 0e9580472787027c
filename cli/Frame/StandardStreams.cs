using System.Runtime.InteropServices;
using System.Text;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>
/// Standard output and error of this process. A result that cannot be written is one sentence, whoever was writing it; what cannot be
/// told on standard error cannot be told at all, and stops nobody.
/// </summary>
internal static partial class StandardStreams
{
    /// <summary>Puts both into <see cref="Console"/>.</summary>
    public static void Open()
    {
        Console.SetOut(Writer(Console.OpenStandardOutput(), e => throw new OutputException($"the result cannot be written to standard output: {e.Message.TrimEnd('.')}. What was done stays done.", e)));
        Console.SetError(Writer(Console.OpenStandardError(), _ => { }));
    }

    /// <summary>True when whoever read standard output, such as <c>head</c>, has gone. .NET goes on writing, and nothing says so.</summary>
    public static bool ReaderIsGone
    {
        get
        {
            var output = new Polled { File = 1 };
            return Poll(ref output, 1, 0) == 1 && (output.Seen & PollError) != 0;
        }
    }

    private static StreamWriter Writer(Stream stream, Action<Exception> failed) => new(new Guarded(stream, failed), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    // poll.h: POLLERR.
    private const short PollError = 8;

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Polled file, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int File;
        public short Asked;
        public short Seen;
    }

    private sealed class Guarded(Stream stream, Action<Exception> failed) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                stream.Write(buffer, offset, count);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failed(e.InnerException ?? e);
            }
        }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>The result cannot be written to standard output: a full disk, or nothing there. Exit code 1.</summary>
internal sealed class OutputException(string message, Exception inner) : Exception(message, inner);
