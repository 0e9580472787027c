using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>
/// Passwords, as verifiers. The RDS master cannot read pg_authid, so what is in force is what the step's own table says was set,
/// in the same transaction, on the very role that has the name now.
/// </summary>
internal static class CredentialDiff
{
    private static readonly string Table = Identifier.Quote(DesiredPooler.Schema, DesiredPooler.Table);

    /// <summary>Verifiers to send, by login: missing, changed, or set on a role that has been made anew since.</summary>
    public static IReadOnlyDictionary<string, string> Compute(PlanBuilder plan)
    {
        var inForce = plan.Live.Credentials?.ToDictionary(c => c.Login, StringComparer.Ordinal) ?? [];
        var changed = new SortedList<string, string>(StringComparer.Ordinal);
        foreach (var credential in plan.Desired.Credentials)
        {
            var known = inForce.GetValueOrDefault(credential.Login);
            var verifier = credential.Secret.VerifierFor(known?.Verifier);
            if (known is null || known.Verifier != verifier || PoolerDiff.TableIsWrong(plan.Live)
                || !plan.Live.Roles.TryGetValue(credential.Login, out var role) || role.Oid != known.RoleOid)
            {
                changed[credential.Login] = verifier;
            }
        }

        return changed;
    }

    /// <summary>Sets the changed verifiers on the roles that exist and records all of them; roles to be made carry theirs already.</summary>
    public static void Write(PlanBuilder plan, IReadOnlyDictionary<string, string> changed)
    {
        // What was not set is not recorded: the pooler would let clients in with it, and the next plan would believe it is in force.
        changed = changed.Where(c => !plan.Live.Roles.ContainsKey(c.Key) || SetPassword(plan, c.Key, c.Value)).ToDictionary(StringComparer.Ordinal);

        var pooled = plan.Desired.Credentials.ToDictionary(c => c.Login, c => c.Pooled, StringComparer.Ordinal);
        Record(plan, changed, pooled);
        var known = plan.Live.Credentials ?? [];
        foreach (var row in known.Where(c => pooled.TryGetValue(c.Login, out var wanted) && wanted != c.Pooled && !changed.ContainsKey(c.Login)))
        {
            plan.Add(
                Section.Passwords, '~', $"{Identifier.Show(row.Login)} {(row.Pooled ? "is no longer" : "becomes")} known to the pooler",
                $"UPDATE {Table} SET pooled = {(row.Pooled ? "false" : "true")} WHERE username = {Identifier.Literal(row.Login)}", DesiredPooler.Owner);
        }

        if (!PoolerDiff.TableIsWrong(plan.Live))
        {
            foreach (var row in known.Where(c => !pooled.ContainsKey(c.Login)))
            {
                plan.Add(
                    Section.Passwords, '-', $"credential of {Identifier.Show(row.Login)}, which the catalogue does not know",
                    $"DELETE FROM {Table} WHERE username = {Identifier.Literal(row.Login)}", DesiredPooler.Owner);
            }
        }
    }

    private static bool SetPassword(PlanBuilder plan, string login, string verifier)
    {
        var text = $"password of {Identifier.Show(login)} (as a verifier)";
        var sql = SecretSql.AlterPassword(login, verifier);
        if (plan.Live.Roles[login].Attributes.Superuser && !plan.Server.IsSuperuser)
        {
            plan.Block($"~ {text}: only a superuser can change a superuser");
            return false;
        }

        if (!plan.MayAdminister(login))
        {
            plan.Block($"~ {text}: {plan.WhoCanActAs(login)}");
            return false;
        }

        plan.Add(Section.Passwords, '~', text, sql);
        return true;
    }

    // One statement for all: the rows are tiny and a thousand of them are not a thousand statements' worth of work.
    private static void Record(PlanBuilder plan, IReadOnlyDictionary<string, string> changed, Dictionary<string, bool> pooled)
    {
        if (changed.Count == 0)
        {
            return;
        }

        var sql = SecretSql.Rows(
            $"INSERT INTO {Table} AS c SELECT v.username, v.password, v.pooled, r.oid FROM ", changed, login => pooled[login] ? "true" : "false",
            """
             AS v (username, password, pooled) JOIN pg_catalog.pg_roles r ON r.rolname = v.username
            ON CONFLICT (username) DO UPDATE SET password = EXCLUDED.password, pooled = EXCLUDED.pooled, role = EXCLUDED.role
            """);
        plan.Add(
            Section.Passwords, sql,
            changed.Keys.Where(login => !plan.Live.Roles.ContainsKey(login))
                .Select(login => new PlanLine(Section.Passwords, '+', $"password of {Identifier.Show(login)} (as a verifier)")),
            DesiredPooler.Owner);
    }
}
