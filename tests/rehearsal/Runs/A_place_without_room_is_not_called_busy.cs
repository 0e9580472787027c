using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Slots;

namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>Told to wait for another command, on a disk that is full, a person waits for ever.</summary>
public sealed class A_place_without_room_is_not_called_busy
{
    [Fact]
    public void A_full_disk_is_named_and_nothing_is_left_on_it()
    {
        var state = Directory.CreateTempSubdirectory("pg t").FullName;
        File.SetUnixFileMode(state, File.GetUnixFileMode(state) | UnixFileMode.OtherExecute);
        try
        {
            var runs = new CheckoutRuns("/no/checkout", name => name == "XDG_STATE_HOME" ? state : null);
            Directory.CreateDirectory(runs.Folder);
            File.CreateSymbolicLink(Path.Combine(runs.Folder, "holder"), "/dev/full");

            var refused = Assert.Throws<ProcessException>(() => runs.Lock());

            Assert.StartsWith($"There is no place for an estate in {runs.Folder}: No space left on device", refused.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(state));
            using var held = runs.Lock();
            Assert.Throws<CheckoutBusyException>(() => runs.Lock());
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }
}
