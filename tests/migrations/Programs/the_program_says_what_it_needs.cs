using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>The program as a pipeline runs it: options, exit codes, and nothing on standard output but the result.</summary>
[Collection(OnPostgreSql.Name)]
public sealed class the_program_says_what_it_needs(PostgreSql postgreSql)
{
    [Fact]
    [Trait("Requirement", "C5")]
    public async Task With_a_stack_and_nothing_else_it_tells_what_to_pass()
    {
        var (exitCode, output, error) = await Program.RunAsync("plan", "--stack", "prod");

        Assert.Equal(
            """
            post-deploy: where to connect? Pipe the stack's outputs in: pulumi stack output --stack prod --json --show-secrets | ./pg post-deploy plan --stack prod --outputs -
            post-deploy: or name the server: --connect "host=HOST dbname=techcorp user=techcorp_admin sslmode=verify-full sslrootcert=FILE" --secrets FILE

            """, error);
        Assert.Equal((2, ""), (exitCode, output));
    }

    [Theory]
    [InlineData("{\"primaryAddress\": \"[secret]\", \"port\": \"5432\", \"logins\": \"[secret]\"}", """
        post-deploy: --outputs: primaryAddress is masked; run `pulumi stack output --json --show-secrets`, which prints the values
        post-deploy: --outputs: port is not a number from 1 to 65535
        post-deploy: --outputs: logins is masked; run `pulumi stack output --json --show-secrets`, which prints the values

        """)]
    [InlineData("{\"primaryAddress\": 3, \"logins\": {\"a\": {}, \"b\": \"md5d8578edf8458ce06fbc5bb76a58c5ca4é\", \"c\": {\"password\": \"topsecret\", \"verifier\": \"topsecret\"}}}", """
        post-deploy: --outputs: primaryAddress is a number; it is a string
        post-deploy: --outputs: logins.a has neither password nor verifier
        post-deploy: --outputs: logins.b has a password outside printable ASCII; clients prepare such passwords differently
        post-deploy: --outputs: logins.c has a verifier that is not SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey; plain text and md5 are not accepted

        """)]
    [InlineData("{}", "post-deploy: --outputs: there is no primaryAddress in it; is it the output of the right stack, after `pulumi up`?\n")]
    [InlineData("not json topsecret", "post-deploy: --outputs is not JSON (line 1): pass what `pulumi stack output --json --show-secrets` prints\n")]
    [Trait("Requirement", "C5")]
    public async Task Malformed_outputs_are_refused_whole_and_without_a_secret(string outputs, string problems)
    {
        var (exitCode, output, error) = await Program.RunWithInputAsync(outputs, "plan", "--outputs", "-");

        Assert.Equal(problems, error);
        Assert.Equal((2, ""), (exitCode, output));
    }

    [Fact]
    [Trait("Requirement", "S21")]
    public async Task A_file_of_secrets_that_others_can_read_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

            var (exitCode, _, error) = await Program.RunAsync("plan", "--connect", "host=primary.invalid", "--secrets", file);

            Assert.Equal($"post-deploy: --secrets: {file} holds secrets and other users can read or write it; run chmod 600 {file}, or pipe the document in with --secrets -\n", error);
            Assert.Equal(2, exitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Both in the list of processes: a password in the connection string, and the outputs by <c>$(...)</c> in place of a pipe.</summary>
    [Theory]
    [InlineData("post-deploy: --connect holds a password", "plan", "--connect", "host=db.invalid password=topsecret")]
    [InlineData("post-deploy: --outputs is given the document itself", "apply", "--outputs", "{\"masterPassword\": \"topsecret\"}")]
    [InlineData("post-deploy: Unrecognized command or argument 'password=[hidden]'.", "verify", "--connect", "host=db.invalid", "password=topsecret")]
    [Trait("Requirement", "S21")]
    public async Task A_secret_on_the_command_line_is_refused_and_not_repeated(string problem, params string[] arguments)
    {
        var (exitCode, output, error) = await Program.RunAsync(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith(problem, error, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error, StringComparison.Ordinal);
    }

    /// <summary>The way out that <c>./pg connect</c> prints: a password file, named or at home, as libpq reads it.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public async Task A_password_file_lets_the_master_in()
    {
        var server = await postgreSql.StartAsync();
        using var folder = new TemporaryFolder();
        folder.Write("secrets.json", Estates.SecretsJson(ServiceCatalog.TechCorp).Replace(Server.MasterPassword, "not this one", StringComparison.Ordinal));
        folder.Write("pgpass", $"127.0.0.1:*:*:{Server.Master}:{Server.MasterPassword.Replace(":", "\\:", StringComparison.Ordinal)}\n");
        string[] plan = ["plan", "--secrets", $"{folder.Path}/secrets.json", "--connect"];

        var named = await Program.RunAsync([.. plan, $"{server.ConnInfo} passfile={folder.Path}/pgpass"]);
        var missing = await Program.RunAsync([.. plan, $"{server.ConnInfo} passfile={folder.Path}/nothing"]);

        Assert.Equal((3, ""), (named.ExitCode, named.Error));
        Assert.Equal((2, $"post-deploy: passfile is {folder.Path}/nothing, and there is no such file\n"), (missing.ExitCode, missing.Error));
    }

    /// <summary>To close a folder to everybody else would be the wrong advice.</summary>
    [Fact]
    public async Task A_folder_in_place_of_a_file_of_secrets_is_said_to_be_one()
    {
        var (exitCode, _, error) = await Program.RunAsync("plan", "--outputs", "/tmp");

        Assert.Equal((2, "post-deploy: --outputs: /tmp is a folder; name the file in it, or use - for standard input\n"), (exitCode, error));
    }

    /// <summary>What a pipeline does after <c>pulumi up</c>: outputs through a pipe, plan 3, apply 0, plan 0.</summary>
    [Fact]
    [Trait("Requirement", "C5")]
    public async Task The_outputs_of_the_stack_are_enough()
    {
        var server = await postgreSql.StartAsync();
        var outputs = JsonNode.Parse(Estates.SecretsJson(ServiceCatalog.TechCorp))!.AsObject();
        outputs[StackOutputs.PrimaryAddress] = "127.0.0.1";
        outputs[StackOutputs.Port] = server.Cluster.Port;
        outputs[StackOutputs.DatabaseName] = "techcorp";
        outputs[StackOutputs.MasterUsername] = Server.Master;
        outputs[StackOutputs.PooledLoginLimit] = 80;
        var document = outputs.ToJsonString();
        string[] where = ["--stack", "prod", "--outputs", "-", "--connect", "sslmode=disable", "--json"];

        var planned = await Program.RunWithInputAsync(document, ["plan", .. where]);
        var applied = await Program.RunWithInputAsync(document, ["apply", .. where]);
        var again = await Program.RunWithInputAsync(document, ["plan", .. where]);

        Assert.Equal((3, 0, 0), (planned.ExitCode, applied.ExitCode, again.ExitCode));
        var plan = JsonNode.Parse(planned.Output)!;
        Assert.Equal("prod", (string?)plan["stack"]);
        Assert.Contains(plan["statements"]!.AsArray(), s => (string?)s!["sql"] == "CREATE ROLE \"order_service\" LOGIN CONNECTION LIMIT 80 PASSWORD :'order_service_verifier'");
        Assert.Equal(6, plan["files"]!.AsArray().Count);
        Assert.Equal("app_user crosses schemas: existing connection strings name app_user (S19); it reads and writes every service's schema", (string?)plan["isolationExceptions"]![0]);
        Assert.Empty(JsonNode.Parse(again.Output)!["statements"]!.AsArray());
        Assert.DoesNotContain("throwaway-password", planned.Output + applied.Output + planned.Error + applied.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM-SHA-256$", planned.Output + applied.Output, StringComparison.Ordinal);
    }

    /// <summary>Without outputs sslmode is verify-full for any other machine: S49 is not left to whoever types the command.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task Wrong_options_are_refused_all_at_once()
    {
        var (exitCode, output, error) = await Program.RunAsync("apply", "--outputs", "-", "--secrets", "x", "--attempts", "0", "--lock-timeout", "600");

        Assert.Equal(
            """
            post-deploy: --outputs holds the secrets already: leave --secrets away, or use --connect with --secrets
            post-deploy: --lock-timeout is 600; it is 0.1 to 60
            post-deploy: --attempts is 0; it is 1 to 100

            """, error);
        Assert.Equal((2, ""), (exitCode, output));
    }
}
