namespace TechCorp.PgInfra.Processes.Tests;

/// <summary>A rehearsal of an upgrade on the old major says nothing, and one on servers nobody meant says something false.</summary>
public sealed class the_servers_asked_for_are_taken : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pg-binaries-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_declared_major_where_it_is_installed_and_else_that_of_S1()
    {
        var path = $"{Install("15.18")}:{Install("16.14")}";

        Assert.Equal("16.14", PostgresBinaries.FindFor(16, Path(path)).Version);
        Assert.Equal(16, PostgresBinaries.FindFor(16, Path(path)).Major);
        Assert.Equal(15, PostgresBinaries.FindFor(17, Path(path)).Major);
        Assert.Equal(15, PostgresBinaries.FindFor(15, Path($"{Install("17.10")}:{path}")).Major);
    }

    /// <summary>Whoever names a folder has said which servers to try; what is older than the estate is no server of it.</summary>
    [Fact]
    public void The_folder_that_PG_BINDIR_names_whatever_its_major_from_15_on()
    {
        Assert.Equal("17.10", PostgresBinaries.FindFor(15, Named(Install("17.10"))).Version);

        var missing = Assert.Throws<MissingBinaryException>(() => PostgresBinaries.FindFor(16, Named(Install("14.2"))));
        Assert.StartsWith($"PostgreSQL 15 is not on this machine ({_folder}/14.2/postgres is version 14.2). Looked in $PG_BINDIR, ", missing.Message, StringComparison.Ordinal);
    }

    /// <summary>Some packages hold the server alone.</summary>
    [Fact]
    public void A_program_that_is_not_among_them_is_named_and_psql_is_any_psql()
    {
        var binaries = PostgresBinaries.FindFor(16, Named(Install("16.14")));

        Assert.Equal(
            $"PostgreSQL 16.14 in {_folder}/16.14 comes without pg_basebackup. Install it as root with: apt-get install -y --no-install-recommends postgresql-16",
            Assert.Throws<MissingBinaryException>(() => binaries.Path("pg_basebackup")).Message);
        Assert.Equal("psql", binaries.Psql);
    }

    /// <summary>The data of a run is of one major: the command that opens it later has another environment.</summary>
    [Fact]
    public async Task A_later_command_takes_those_the_run_began_with()
    {
        var named = PostgresBinaries.FindFor(16, Named(Install("16.14")));
        await using var run = RunDirectory.Create(postgres: named);

        Assert.Equal(named, RunDirectory.Open(run.Path)!.Postgres);
    }

    private static Func<string, string?> Path(string path) => name => name == "PATH" ? path : null;

    private static Func<string, string?> Named(string folder) => name => name == PostgresBinaries.DirectoryVariable ? folder : null;

    private string Install(string version)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(_folder, version)).FullName;
        foreach (var program in (string[])["postgres", "initdb"])
        {
            var file = System.IO.Path.Combine(folder, program);
            File.WriteAllText(file, $"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }

        return folder;
    }
}
