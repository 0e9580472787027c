using System.Collections.Immutable;
using System.Text;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Validation;

/// <summary>What a name of the catalogue may be.</summary>
internal sealed record NameRule(ImmutableArray<string> Reserved, ImmutableArray<string> ReservedPrefixes)
{
    public static readonly NameRule Schemas = new(["public", "information_schema", DesiredPooler.Schema, BaselineLedger.Schema], ["pg_"]);

    /// <summary>public and none are key words of GRANT; postgres, rdsadmin and the rds_ roles are RDS's own.</summary>
    public static readonly NameRule Roles =
        new(["public", "none", "postgres", Database.MasterUsername, DesiredPooler.Owner], ["pg_", "rds"]);

    /// <summary>Why the name cannot be used, or null.</summary>
    public static string? Broken(string name, NameRule rule)
    {
        if (name.Length == 0)
        {
            return "has no name";
        }

        var bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > Identifier.MaxBytes)
        {
            return $"{Identifier.Show(name)} has {bytes} bytes and PostgreSQL keeps {Identifier.MaxBytes}, cutting the rest silently; shorten it";
        }

        var wrong = name.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'));
        if (wrong != default || char.IsAsciiDigit(name[0]) || name[0] == '-')
        {
            var cause = wrong == default ? $"begins with '{name[0]}'" : $"contains {Describe(wrong)}";
            return $"{Identifier.Show(name)} {cause}; names are ASCII letters, digits, _ and -, and begin with a letter or _";
        }

        if (rule.Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
            || rule.ReservedPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
        {
            return $"{Identifier.Show(name)} is reserved ({string.Join(", ", rule.ReservedPrefixes.Select(p => p + "*").Concat(rule.Reserved))}); choose another name";
        }

        return null;
    }

    private static string Describe(char c) => char.IsControl(c) ? $"the control character U+{(int)c:X4}" : $"'{c}' (U+{(int)c:X4})";
}
