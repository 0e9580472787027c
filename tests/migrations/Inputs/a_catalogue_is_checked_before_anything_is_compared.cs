using System.Net;
using System.Net.Sockets;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Validation;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed class a_catalogue_is_checked_before_anything_is_compared
{
    [Fact]
    [Trait("Requirement", "S17")]
    public void The_companys_own_is_clean() => Assert.Empty(CatalogValidation.Problems(ServiceCatalog.TechCorp));

    /// <summary>PostgreSQL would cut the 64th byte, fold nothing, and let two services share a schema; everything is said at once.</summary>
    [Fact]
    [Trait("Requirement", "S17")]
    public void Every_bad_name_is_named_with_its_cause()
    {
        var catalog = ServiceCatalog.For(
        [
            new("a", "orders", "order_service", []),
            new("b", "orders", "other_service", []),
            new("c", "pg_toast2", "rds_reader", []),
            new("d", new string('s', 58), "d_service", []),
            new("e", "bestände", "e_service", []),
            new("f", "qu\"ote", "f'service", []),
            new("g", "9lives", "order_service", []),
            new("h", "tab\tbed", "", []),
            new("i", "public", "products_rw", []),
            new("i", "products", new string('l', 64), []),
        ]) with { Logins = [] };
        catalog = catalog with { Logins = [.. catalog.Services.Select(Logins.For), new("weak", LoginPurpose.Analytics, [new("nowhere", SchemaAccess.ReadOnly)], new([]))] };

        Assert.Equal(
            $"""
            schema of service c: pg_toast2 is reserved (pg_*, public, information_schema, pgbouncer, pginfra); choose another name
            schema of service e: "bestände" contains 'ä' (U+00E4); names are ASCII letters, digits, _ and -, and begin with a letter or _
            schema of service f: "qu""ote" contains '"' (U+0022); names are ASCII letters, digits, _ and -, and begin with a letter or _
            schema of service g: 9lives begins with '9'; names are ASCII letters, digits, _ and -, and begin with a letter or _
            schema of service h: "tab{'\t'}bed" contains the control character U+0009; names are ASCII letters, digits, _ and -, and begin with a letter or _
            schema of service i: public is reserved (pg_*, public, information_schema, pgbouncer, pginfra); choose another name
            owner role of schema {new string('s', 58)}: {new string('s', 58)}_owner has 64 bytes and PostgreSQL keeps 63, cutting the rest silently; shorten it
            login (Service): rds_reader is reserved (pg_*, rds*, public, none, postgres, techcorp_admin, pgbouncer_owner); choose another name
            login (Service): "f'service" contains ''' (U+0027); names are ASCII letters, digits, _ and -, and begin with a letter or _
            login (Service): has no name
            login (Service): {new string('l', 64)} has 64 bytes and PostgreSQL keeps 63, cutting the rest silently; shorten it
            service i is declared 2 times: service with schema public, service with schema products; each needs a name of its own
            schema orders is declared 2 times: schema of service a, schema of service b; each needs a name of its own
            role products_rw is declared 2 times: read-write role of schema products, login (Service); each needs a name of its own
            role order_service is declared 2 times: login (Service), login (Service); each needs a name of its own
            login weak: is granted schema nowhere, which no service owns; declare the service or remove the line
            """,
            string.Join('\n', CatalogValidation.Problems(catalog)));
    }

    /// <summary>No server is there: had the step looked for one first, the error would be another.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_bad_catalogue_and_missing_secrets_are_found_without_a_server()
    {
        var nowhere = new ConnectionTarget { Host = "primary.invalid" };
        var bad = ServiceCatalog.For([new("a", "pg_a", "a_service", [])]);
        var noSecrets = ServiceCatalog.TechCorp;
        var secrets = Estates.Secrets(noSecrets).RemoveRange(["order_service", "monitor"]);

        var reserved = await Assert.ThrowsAsync<PostDeployException>(() =>
            PostDeployRun.PlanAsync(new RunInput(bad, Estates.Secrets(bad), nowhere, Estates.Session), CancellationToken.None));
        var missing = await Assert.ThrowsAsync<PostDeployException>(() =>
            PostDeployRun.PlanAsync(new RunInput(noSecrets, secrets, nowhere, Estates.Session), CancellationToken.None));

        Assert.Equal("catalogue: schema of service a: pg_a is reserved (pg_*, public, information_schema, pgbouncer, pginfra); choose another name", reserved.Message);
        Assert.Equal("no secret for order_service, monitor: the document's logins names every login of the catalogue with its verifier or password", missing.Message);
        Assert.Equal((ExitCode.BadUsage, ExitCode.BadUsage), (reserved.ExitCode, missing.ExitCode));
    }

    /// <summary>The session is opened meanwhile; somebody who mistyped a name must not wait until a dead server's time is over.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_server_that_never_answers_does_not_keep_the_message_back()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var target = new ConnectionTarget { Host = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port };
        var bad = ServiceCatalog.For([new("a", "pg_a", "a_service", [])]);

        var refused = await Assert.ThrowsAsync<PostDeployException>(() => PostDeployRun
            .PlanAsync(new RunInput(bad, Estates.Secrets(bad), target, Estates.Session), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.StartsWith("catalogue: ", refused.Message, StringComparison.Ordinal);
    }
}
