using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>Who is asked, and as whom: a slip here asks the wrong server at the worst moment.</summary>
public sealed class A_target_is_what_the_command_line_names : IDisposable
{
    private readonly string _outputs = Path.GetTempFileName();

    public A_target_is_what_the_command_line_names()
    {
        File.WriteAllText(_outputs, """
            {"primaryIdentifier": "techcorp-primary", "primaryAddress": "primary.example", "port": 5432, "databaseName": "techcorp",
             "masterUsername": "techcorp_admin", "masterPassword": "the master's", "replicaAddresses": {"techcorp-replica-1": "replica-1.example"},
             "logins": {"monitor": {"password": "the monitor's"}, "order_service": {"password": "the service's"}}}
            """);
        File.SetUnixFileMode(_outputs, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => File.Delete(_outputs);

    [Fact]
    public void Outputs_name_the_writer_and_its_replicas_and_monitor_asks()
    {
        var target = Read(new TargetRequest { Outputs = _outputs });

        Assert.Equal(["techcorp-primary at primary.example", "techcorp-replica-1 at replica-1.example"], target.Nodes.Select(n => $"{n.Identifier} at {n.Connection.Host}"));
        Assert.Equal(("techcorp-primary", "monitor", "the monitor's"), (target.Chosen.Identifier, target.Login, target.Chosen.Connection.Password));
        Assert.DoesNotContain("the monitor's", $"{target}", StringComparison.Ordinal);
    }

    /// <summary>monitor may end nobody; and a login that is named is taken at its word.</summary>
    [Fact]
    public void Who_changes_something_is_the_master_unless_another_is_named()
    {
        var master = Read(new TargetRequest { Outputs = _outputs, PreferredLogin = Database.MasterUsername });
        var named = Read(new TargetRequest { Outputs = _outputs, PreferredLogin = Database.MasterUsername, Login = "order_service", Node = "techcorp-replica-1" });

        Assert.Equal(("techcorp_admin", "the master's"), (master.Login, master.Chosen.Connection.Password));
        Assert.Equal(("order_service", "the service's", "replica-1.example"), (named.Login, named.Chosen.Connection.Password, named.Chosen.Connection.Host));
    }

    /// <summary>A password of the outputs never goes with a user that somebody else's connection string names.</summary>
    [Fact]
    public void A_connection_string_says_who_and_where_and_brings_no_password_of_anybody_else()
    {
        var target = Read(new TargetRequest { Outputs = _outputs, Connect = "host=other.example user=somebody" });

        Assert.Equal(("other.example", "somebody", null), (Assert.Single(target.Nodes).Connection.Host, target.Login, target.Chosen.Connection.Password));
        Assert.Equal($" --outputs {_outputs} --connect \"host=other.example user=somebody\"", target.Arguments);
    }

    /// <summary>Behind a tunnel's address the replicas' names lead elsewhere.</summary>
    [Fact]
    public void A_tunnel_leads_to_one_server() =>
        Assert.Equal(["techcorp-primary"], Read(new TargetRequest { Outputs = _outputs, Connect = "hostaddr=127.0.0.1 port=15432" }).Nodes.Select(n => n.Identifier));

    [Theory]
    [InlineData("monitr", null, "--as: the outputs hold no login 'monitr'. Did you mean 'monitor'? They hold: techcorp_admin, monitor, order_service.")]
    [InlineData(null, "techcorp-replica-2", "--node: there is no node 'techcorp-replica-2'. Did you mean 'techcorp-replica-1'? There are: techcorp-primary, techcorp-replica-1.")]
    public void A_name_that_is_not_known_is_refused_with_those_that_are(string? login, string? node, string problem) =>
        Assert.Equal(problem, Assert.Throws<TargetException>(() => Read(new TargetRequest { Outputs = _outputs, Login = login, Node = node })).Message);

    [Fact]
    public void Nothing_named_and_nothing_up_says_how_to_have_something()
    {
        var folder = Directory.CreateTempSubdirectory();
        var problem = Assert.Throws<TargetException>(() => TargetReader.Read(new TargetRequest(), folder.FullName)).Message;
        folder.Delete();

        Assert.StartsWith("no rehearsal is up, and no server was named. ./pg rehearse brings one up; a deployed stack is asked with", problem, StringComparison.Ordinal);
    }

    /// <summary>A figure of the source document stands in the catalogue, and a question is judged by that one.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public void Limits_are_those_of_the_declared_alarms_and_parameters()
    {
        var target = Read(new TargetRequest { Outputs = _outputs });
        var limits = Limits.For(target, target.Chosen);

        Assert.Equal((AlarmTable.ConnectionsLimit, 60, 1e9, 0.5, 1, 300, 30),
            (limits.Connections, limits.LagSeconds, limits.TransactionAge, limits.SlotShare, limits.SlowStatementSeconds, limits.IdleInTransactionSeconds, limits.LockCriticalSeconds));
        Assert.Equal((323, 120), (limits.Budget!.Total, limits.PooledLoginLimit));
    }

    private static Target Read(TargetRequest request) => TargetReader.Read(request, "/nowhere");
}
