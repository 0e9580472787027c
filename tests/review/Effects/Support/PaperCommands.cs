using System.Text.RegularExpressions;
using TechCorp.PgInfra.Review.Effects;

namespace TechCorp.PgInfra.Review.Tests.Effects.Support;

/// <summary>Reads the printed commands as somebody at a terminal would run them, and has <see cref="PaperEstate"/> do it.</summary>
internal static partial class PaperCommands
{
    // They look or write what is no business of an instance's life.
    private static readonly string[] Harmless = ["psql ", "vacuumdb ", "pulumi stack output ", "./pg ", "aws cloudwatch get-metric-statistics ", "aws rds create-db-snapshot ", "aws rds wait "];

    public static void Follow(PaperEstate estate, IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
        {
            estate.At = operation.What;
            if (operation.What.StartsWith("Set applyImmediately: true", StringComparison.Ordinal))
            {
                estate.AppliesImmediately = true;
            }
            else if (Window().Match(operation.What) is { Success: true } window)
            {
                estate.Maintain(window.Groups[1].Value);
            }

            foreach (var command in operation.Commands)
            {
                Run(estate, command);
            }
        }
    }

    private static void Run(PaperEstate estate, string command)
    {
        if (Instance().Match(command) is { Success: true } named)
        {
            estate.MustExist(named.Groups[1].Value, named.Groups[2].Value, gone: command.StartsWith("aws rds wait db-instance-deleted ", StringComparison.Ordinal));
        }

        if (Up().Match(command) is { Success: true } up)
        {
            estate.Update(up.Groups[1].Value, [.. Target().Matches(up.Groups[2].Value).Select(m => m.Groups[1].Value)], up.Groups[3].Success);
        }
        else if (Parameter().Match(command) is { Success: true } parameter)
        {
            estate.Configure(parameter.Groups[1].Value, parameter.Groups[2].Value, parameter.Groups[3].Value);
        }
        else if (command.StartsWith("[ \"$(aws rds describe-db-instances ", StringComparison.Ordinal))
        {
            estate.RebootIfWaiting(Instance().Match(command[command.IndexOf("||", StringComparison.Ordinal)..]).Groups[1].Value);
        }
        else if (command.StartsWith("aws rds reboot-db-instance ", StringComparison.Ordinal))
        {
            estate.Reboot(Instance().Match(command).Groups[1].Value);
        }
        else if (command.StartsWith("aws rds modify-db-instance ", StringComparison.Ordinal))
        {
            Assert.Contains("--no-deletion-protection --apply-immediately", command, StringComparison.Ordinal);
            estate.AllowDeletion(Instance().Match(command).Groups[1].Value);
        }
        else if (command.StartsWith("aws rds delete-db-instance ", StringComparison.Ordinal))
        {
            estate.DeleteByHand(Instance().Match(command).Groups[1].Value);
        }
        else if (command.StartsWith("pulumi refresh --stack ", StringComparison.Ordinal))
        {
            estate.Refresh();
        }
        else
        {
            Assert.True(Harmless.Any(h => command.StartsWith(h, StringComparison.Ordinal)) || command.StartsWith("pulumi config set ", StringComparison.Ordinal), command);
        }
    }

    [GeneratedRegex("^Wait for the maintenance window of (\\S+), \\S+ UTC: ")]
    private static partial Regex Window();

    [GeneratedRegex("--db-instance-identifier (\\S+)(?: --db-snapshot-identifier \\S+| --skip-final-snapshot| --no-deletion-protection| --apply-immediately)* --region ([a-z0-9-]+)")]
    private static partial Regex Instance();

    [GeneratedRegex("^pulumi up --stack (\\S+)((?: --target '[^']+')*)( --target-dependents)?$")]
    private static partial Regex Up();

    [GeneratedRegex("--target '([^']+)'")]
    private static partial Regex Target();

    [GeneratedRegex("^pulumi config set --stack (\\S+) --path 'techcorp-pg-infra:parameters\\.(\\w+)' (\\S+)$")]
    private static partial Regex Parameter();
}
