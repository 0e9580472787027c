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
    [InlineData("postgresql://admin:p%40ss@db.example.com:6000/other?sslmode=require", "admin@db.example.com:6000/other", TlsMode.Require)]
    [InlineData("postgres://db.example.com", "techcorp_admin@db.example.com:5432/techcorp", TlsMode.VerifyFull)]
    [InlineData("postgresql://[::1]:6000/techcorp", "techcorp_admin@::1:6000/techcorp", TlsMode.Prefer)]
    [InlineData("postgresql://%2Frun%2Fpostgresql/techcorp", "techcorp_admin@/run/postgresql:5432/techcorp", TlsMode.Prefer)]
    [Trait("Requirement", "C4")]
    public void Well_formed(string text, string target, TlsMode tls)
    {
        var read = ConnInfo.Parse(text);

        Assert.Equal((target, tls), (read.ToString(), read.EffectiveTls));
    }

    /// <summary>A password copied from a console often holds @ unencoded; everything before the last one is the login.</summary>
    [Theory]
    [InlineData("postgresql://admin:p@ss@db.example.com/techcorp", "p@ss")]
    [InlineData("postgresql://admin:p%25ss@db.example.com/techcorp", "p%ss")]
    [InlineData("host=db.example.com password='a b'", "a b")]
    [Trait("Requirement", "C4")]
    public void A_password_is_read_whole_and_never_shown(string text, string password)
    {
        var read = ConnInfo.Parse(text);

        Assert.Equal(password, read.Password);
        Assert.DoesNotContain(password, read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host=a,b port=x sslmode=verify", """
        --connect: host names several servers; the step goes to one, the primary
        --connect: port is 'x'; it is a whole number from 1 to 65535
        --connect: sslmode is 'verify'; it is one of disable, allow, prefer, require, verify-ca, verify-full
        """)]
    [InlineData("hots=db.example.com password=topsecret", "--connect: unknown keyword 'hots'; known are host, hostaddr, port, dbname, user, password, sslmode, sslrootcert, sslcert, sslkey, connect_timeout")]
    [InlineData("topsecret", "--connect: missing '=' after word 1; write keyword=value pairs, or a postgresql:// URL")]
    [InlineData("host=db password='topsecret", "--connect: the quoted value of 'password' has no end; close it with ', and write ' inside as \\'")]
    [InlineData("user=x", "--connect: no host; write host=NAME dbname=techcorp user=techcorp_admin, or postgresql://USER@HOST:5432/techcorp")]
    [InlineData("postgresql://admin:topsecret%@db.example.com/", "--connect: the password of the URL holds a bare '%'; write it as %25")]
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
