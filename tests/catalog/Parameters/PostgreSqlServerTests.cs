using System.Diagnostics;
using System.Globalization;

namespace TechCorp.PgInfra.Catalog.Tests.Parameters;

/// <summary>The table of parameters against the server it was read from: <c>postgres --describe-config</c> needs no data directory and no user.</summary>
public sealed class PostgreSqlServerTests
{
    [Fact]
    public void The_parameter_table_says_what_the_installed_PostgreSQL_15_says()
    {
        var described = Describe().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToDictionary(f => f[0], StringComparer.Ordinal);
        var differences = new List<string>();
        var compared = 0;
        foreach (var parameter in PostgreSqlParameters.All.Where(p => described.ContainsKey(p.Name)))
        {
            compared++;
            var (context, type, minimum, maximum) = described[parameter.Name] switch { var f => (f[1], f[3], f[5], f[6]) };
            var expectedType = type switch
            {
                "BOOLEAN" => ParameterType.Flag,
                "INTEGER" => ParameterType.WholeNumber,
                "REAL" => ParameterType.Real,
                "ENUM" => ParameterType.Word,
                _ => ParameterType.Text,
            };
            if (parameter.IsStatic != (context == "postmaster") || parameter.Type != expectedType
                || (expectedType == ParameterType.WholeNumber
                    && (parameter.Minimum != decimal.Parse(minimum, CultureInfo.InvariantCulture) || parameter.Maximum != decimal.Parse(maximum, CultureInfo.InvariantCulture))))
            {
                differences.Add($"{parameter}: server says {context} {type} {minimum} {maximum}");
            }
        }

        Assert.Empty(differences);
        Assert.InRange(compared, 200, 400);
    }

    private static string Describe()
    {
        const string server = "/usr/lib/postgresql/15/bin/postgres";
        Assert.True(File.Exists(server), $"{server} is missing; './pg test' installs it, by hand it is 'apt-get install postgresql-15'.");
        using var process = Process.Start(new ProcessStartInfo(server, "--describe-config") { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
