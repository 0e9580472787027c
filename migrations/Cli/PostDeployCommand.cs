using System.CommandLine;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Reports;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>The verb <c>post-deploy</c> with its own verbs, for <c>./pg</c> and for this program on its own.</summary>
public static class PostDeployCommand
{
    /// <summary>A command of that name with plan and apply below it.</summary>
    public static Command Create()
    {
        var command = new Command("post-deploy", "schemas, roles and grants of a stack's database, brought to the catalogue and proved");
        foreach (var verb in Verbs())
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    /// <summary>The verbs on their own.</summary>
    public static IEnumerable<Command> Verbs()
    {
        yield return Verb(
            "plan", "show what is to be done and change nothing; exit 0 nothing, 3 something",
            async (input, _, cancellation) => await PostDeployRun.PlanAsync(input, cancellation),
            (result, output, options) =>
            {
                if (options.Sql)
                {
                    PlanText.WriteSql(output, result.Plan);
                    return;
                }

                PlanText.WriteDifferences(output, result, "plan");
                if (!result.Plan.IsEmpty)
                {
                    output.WriteLine("as SQL, in one transaction:");
                    output.WriteLine();
                    PlanText.WriteSql(output, result.Plan);
                    output.WriteLine();
                }

                output.WriteLine(result.ExitCode == ExitCode.Done ? "nothing to do" : PlanText.Counts(result.Plan, "to add", "to change", "to take away"));
            });
        yield return Verb(
            "apply", "do it, in one transaction, and prove that nothing is left",
            PostDeployRun.ApplyAsync,
            (result, output, _) =>
            {
                PlanText.WriteDifferences(output, result, "applied");
                output.WriteLine(result.Plan.IsEmpty ? "nothing to do" : PlanText.Counts(result.Plan, "added", "changed", "taken away") + "; nothing left");
            });
    }

    private static Command Verb(
        string name, string description, Func<RunInput, Action<string>, CancellationToken, Task<RunResult>> run,
        Action<RunResult, TextWriter, Shown> write)
    {
        var verb = new Command(name, description);
        var options = new RunOptions();
        options.AddTo(verb);
        var additive = new Option<bool>("--additive") { Description = "only add; what is not declared is shown and left alone" };
        var sql = new Option<bool>("--sql") { Description = "only the SQL, to paste into psql; verifiers are psql variables", Hidden = name != "plan" };
        verb.Options.Add(additive);
        verb.Options.Add(sql);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var input = options.Read(parsed, name, ServiceCatalog.TechCorp) with { Additive = parsed.GetValue(additive) };
                var result = await run(input, text => errors.WriteLine($"post-deploy: {text}"), cancellation);
                if (options.Json(parsed))
                {
                    PlanJson.Write(output, PlanJson.Of(result, name, options.Stack(parsed)));
                }
                else
                {
                    write(result, output, new Shown(parsed.GetValue(sql)));
                }

                if (options.Timing(parsed))
                {
                    await errors.WriteLineAsync($"post-deploy: {PlanText.Timing(result.Timing)}");
                }

                return result.ExitCode;
            }
            catch (PostDeployException problem)
            {
                if (options.Json(parsed))
                {
                    PlanJson.Write(output, PlanJson.Of(problem, name, options.Stack(parsed)));
                }

                foreach (var text in problem.Problems)
                {
                    await errors.WriteLineAsync($"post-deploy: {text}");
                }

                return problem.ExitCode;
            }
            catch (OperationCanceledException)
            {
                await errors.WriteLineAsync("post-deploy: stopped; what was not committed is rolled back");
                return ExitCode.Failed;
            }
        });
        return verb;
    }

    private sealed record Shown(bool Sql);
}
