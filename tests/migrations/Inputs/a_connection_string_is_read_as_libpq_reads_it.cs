using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed class a_connection_string_is_read_as_libpq_reads_it
{
    [Theory]
    [InlineData("host=db.example.com", "techcorp_admin@db.example.com:5432/techcorp", TlsMode.VerifyFull)]
    [InlineData("host = db.example.com  port=6000 user='we\\'ird \\\\ name' dbname=other", @"we'ird \ name@db.example.com:6000/other", TlsMode.VerifyFull)]
    [InlineData("host=localhost", "techcorp_admin@localhost:5432/techcorp", TlsMode.Prefer)]
    [InlineData("host=/run/postgresql", "techcorp_admin@/run/postgresql:5432/techcorp", TlsMode.Prefer)]
    [InlineData("host=db.example.com hostaddr=127.0.0.1 sslmode=verify-ca", "techcorp_admin@db.example.com:5432 (at 127.0.0.1)/techcorp", TlsMode.VerifyCa)]
    [InlineData("postgresql://adm%40n@db.example.com:6000/other?sslmode=require", "adm@n@db.example.com:6000/other", TlsMode.Require)]
    [InlineData("postgresql://db.example.com:6000/other?application_name=a@b", "techcorp_admin@db.example.com:6000/other", TlsMode.VerifyFull)]
    [InlineData("postgres://db.example.com", "techcorp_admin@db.example.com:5432/techcorp", TlsMode.VerifyFull)]
    [InlineData("postgresql://[::1]:6000/techcorp", "techcorp_admin@::1:6000/techcorp", TlsMode.Prefer)]
    [InlineData("postgresql://%2Frun%2Fpostgresql/techcorp", "techcorp_admin@/run/postgresql:5432/techcorp", TlsMode.Prefer)]
    [Trait("Requirement", "C4")]
    public void Well_formed(string text, string target, TlsMode tls)
    {
        var read = ConnInfo.Parse(text);

        Assert.Equal((target, tls), (read.ToString(), read.EffectiveTls));
    }

    /// <summary>
    /// The list of processes is everybody's to read, a shell keeps a history and a pipeline its log. Whatever the dialect and however
    /// malformed: a connection string that holds a password is refused for that alone, since anything else may be a piece of it.
    /// </summary>
    [Theory]
    [InlineData("host=db.example.com password=topsecret")]
    [InlineData("host=db.example.com password = 'top secret' hots=x")]
    [InlineData("PASSWORD = topsecret")]
    [InlineData("password='topsecret")]
    [InlineData("password=top secret=x")]
    [InlineData("host=db sslkey=k sslpassword=topsecret")]
    [InlineData("postgresql://admin:topsecret@db.example.com/techcorp")]
    [InlineData("postgresql://admin:topsecret%@db.example.com/")]
    [InlineData("postgresql://admin:top@secret@db.example.com/techcorp")]
    [InlineData("postgresql://admin:top/secret@db.example.com/techcorp")]
    [InlineData("postgresql://db.example.com/techcorp?sslmode=require&password=topsecret")]
    [InlineData("POSTGRESQL://admin:topsecret@db.example.com/techcorp?sslmode=require")]
    [InlineData("jdbc:postgresql://db.example.com/techcorp?user=admin&password=topsecret")]
    [InlineData("Host=db.example.com;Username=admin;Password=topsecret")]
    [InlineData("host=db.example.com;pwd=topsecret")]
    [Trait("Requirement", "C4")]
    public void A_password_is_refused_and_not_repeated(string text)
    {
        var refused = Assert.Throws<PostDeployException>(() => ConnInfo.Parse(text));

        Assert.Equal(ExitCode.BadUsage, refused.ExitCode);
        Assert.Equal(
            "--connect holds a password, which every user of this machine can read in the list of processes. Leave it out and set PGPASSWORD, "
                + "write ~/.pgpass or name such a file with passfile=FILE, or pass --outputs or --secrets (FILE, or - for standard input).",
            Assert.Single(refused.Problems));
    }

    /// <summary>What a shell has cut into words comes back as a word the command does not know.</summary>
    [Theory]
    [InlineData("'password=topsecret'.", "'password=[hidden]'.")]
    [InlineData("'postgresql://admin:top@secret@db/x'.", "'postgresql://admin:[hidden]@db/x'.")]
    [InlineData("'{\"masterPassword\": \"top secret\", \"port\": 5432}'.", "'{\"masterPassword\": [hidden], \"port\": 5432}'.")]
    [InlineData("'passfile=/root/.pgpass'.", "'passfile=/root/.pgpass'.")]
    public void A_message_that_quotes_the_command_line_hides_it(string message, string shown) => Assert.Equal(shown, CommandLineSecret.Hide(message));

    [Theory]
    [InlineData("host=a,b port=x sslmode=verify", """
        --connect: host names several servers; the step goes to one, the primary
        --connect: port is 'x'; it is a whole number from 1 to 65535
        --connect: sslmode is 'verify'; it is one of disable, allow, prefer, require, verify-ca, verify-full
        """)]
    [InlineData("host=db password=''", "--connect: unknown keyword 'password'; known are host, hostaddr, port, dbname, user, passfile, sslmode, sslrootcert, sslcert, sslkey, connect_timeout")]
    [InlineData("hots=db.example.com", "--connect: unknown keyword 'hots'; known are host, hostaddr, port, dbname, user, passfile, sslmode, sslrootcert, sslcert, sslkey, connect_timeout")]
    [InlineData("topsecret", "--connect: missing '=' after word 1; write keyword=value pairs, or a postgresql:// URL")]
    [InlineData("top/secret=x", "--connect: unknown keyword; known are host, hostaddr, port, dbname, user, passfile, sslmode, sslrootcert, sslcert, sslkey, connect_timeout")]
    [InlineData("host=db sslmode=require,topsecret", "--connect: sslmode is something else; it is one of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("host=db sslrootcert='topsecret", "--connect: the quoted value of 'sslrootcert' has no end; close it with ', and write ' inside as \\'")]
    [InlineData("user=x", "--connect: no host; write host=NAME dbname=techcorp user=techcorp_admin, or postgresql://USER@HOST:5432/techcorp")]
    [InlineData("postgresql://topsecret%@db.example.com/", "--connect: the user of the URL holds a bare '%'; write it as %25")]
    [InlineData("postgresql://[::1/techcorp", "--connect: the IPv6 address of the URL has no closing ']'")]
    [InlineData("postgresql://db.example.com/?sslmode", "--connect: a URL parameter after '?' has no '='; write ?sslmode=verify-full&sslrootcert=FILE")]
    [Trait("Requirement", "C4")]
    public void Malformed(string text, string problems)
    {
        var refused = Assert.Throws<PostDeployException>(() => ConnInfo.Parse(text));

        Assert.Equal(ExitCode.BadUsage, refused.ExitCode);
        Assert.Equal(problems, string.Join('\n', refused.Problems));
        Assert.DoesNotContain("topsecret", refused.Message, StringComparison.Ordinal);
    }
}
