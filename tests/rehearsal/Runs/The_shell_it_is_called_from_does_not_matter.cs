namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>What a person has set for servers and files of theirs is not meant for an estate of the command's own.</summary>
public sealed class The_shell_it_is_called_from_does_not_matter : IAsyncLifetime
{
    private readonly StateFolder _state = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _state.RemoveAsync();

    /// <summary>
    /// The driver takes what it finds into every connection: a rehearsal ended with "SSL Mode has to be Require or higher", and would have
    /// deployed into read-only sessions. The programs of PostgreSQL would look for another server.
    /// </summary>
    [Fact]
    public async Task Its_variables_for_other_servers_are_not_heard()
    {
        using var command = new Command(
            _state.Path, ["rehearse", "--once", "--stack", "staging"],
            ("PGHOST", "elsewhere.invalid"), ("PGPORT", "1"), ("PGUSER", "nobody"), ("PGPASSWORD", "x"), ("PGSERVICE", "none"), ("PGSSLMODE", "disable"), ("PGSSLNEGOTIATION", "direct"),
            ("PGREQUIREAUTH", "none"), ("PGOPTIONS", "-c default_transaction_read_only=on"), ("PGTARGETSESSIONATTRS", "standby"), ("PGSSLCERT", "/no/such"), ("PGTZ", "Mars/Phobos"));

        var ended = await command.EndAsync();

        Assert.True(ended.ExitCode == 0, ended.Error);
        _state.AssertEmpty();
    }

    /// <summary>Under root the servers' user has to get through every folder that is made on the way: a root's umask of 077 shut it out.</summary>
    [Fact]
    public async Task Its_umask_keeps_nobody_from_the_servers_folder()
    {
        using var command = new Command(
            Path.Combine(_state.Path, "not", "yet"), ["sh", "-c", "umask 077; exec \"$@\"", "sh"], ["rehearse", "--once", "--stack", "staging"]);

        var ended = await command.EndAsync();

        Assert.True(ended.ExitCode == 0, ended.Error);
        _state.AssertEmpty();
    }
}
