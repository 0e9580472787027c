using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Extensions. RDS lets its master create those on its list; elsewhere most need a superuser.</summary>
internal static class ExtensionDiff
{
    public static void Compare(PlanBuilder plan)
    {
        foreach (var name in plan.Desired.Extensions.Where(e => plan.Live.Extensions.All(l => l.Name != e)))
        {
            var text = $"create extension {name}";
            var sql = $"CREATE EXTENSION IF NOT EXISTS {Identifier.Quote(name)} WITH SCHEMA \"public\"";
            if (!plan.Live.AvailableExtensions.Contains(name))
            {
                plan.Block($"+ {text}: the server does not have its files; install the contrib package (on RDS it is always there)");
            }
            else if (plan.Server.IsSuperuser || plan.Server.IsRds)
            {
                plan.Add(Section.Extensions, '+', text, sql);
            }
            else
            {
                plan.Block($"+ {text}: only a superuser can run {sql} in database {Identifier.Show(plan.Server.Database)}");
            }
        }
    }
}
