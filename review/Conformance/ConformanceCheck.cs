using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// Asks the real AWS provider about a plan: <c>terraform init</c>, <c>validate</c> and, when that finds nothing, <c>plan</c>, in a
/// folder of its own. No server, no credentials, no network.
/// </summary>
/// <param name="installation">Terraform and the provider.</param>
public sealed partial class ConformanceCheck(TerraformInstallation installation)
{
    /// <summary>Asks about everything in the plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="steps">What to run; a plan finds what a validation finds, but of a resource that depends on a refused one nothing.</param>
    /// <param name="progress">Told the name of each step when it starts.</param>
    /// <param name="cancellation">Ends Terraform and the provider, and removes the folder.</param>
    /// <exception cref="ConformanceException">Terraform failed without saying anything about the plan.</exception>
    public async Task<ConformanceReport> RunAsync(
        Plan plan, ConformanceSteps steps = ConformanceSteps.All, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        var phases = ImmutableArray.CreateBuilder<ConformancePhase>();
        var configuration = await PhaseAsync("translate", () => Task.FromResult(PlanTranslation.Translate(plan, installation.ProviderVersion)));
        using var folder = new WorkFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "main.tf.json"), configuration.Text, cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cli.tfrc"), TerraformProcess.CliConfiguration(installation.Mirror), cancellation);

        var terraform = new TerraformProcess(installation, folder);
        var diagnostics = new Diagnostics(plan, configuration);
        var init = await PhaseAsync("init", () => terraform.RunAsync(cancellation, "init", "-backend=false", "-input=false", "-no-color"));
        if (init.Code != 0)
        {
            throw Failed("init", init.Code, init.Output + init.Error);
        }

        if (steps.HasFlag(ConformanceSteps.Validate))
        {
            var validation = await PhaseAsync("validate", () => terraform.RunAsync(cancellation, "validate", "-json", "-no-color"));
            Read("validate", validation, () => diagnostics.AddValidation(validation.Output));
        }

        int? planned = null;
        if (diagnostics.Findings.Count == 0 && steps.HasFlag(ConformanceSteps.Plan))
        {
            var run = await PhaseAsync("plan", () => terraform.RunAsync(cancellation, "plan", "-json", "-input=false", "-lock=false", "-refresh=false"));
            Read("plan", run, () => planned = diagnostics.AddPlan(run.Output));
        }

        return new ConformanceReport(
            plan.Stack, await TerraformVersionAsync(folder, cancellation), installation.ProviderVersion, configuration.Addresses.Count, planned,
            [.. diagnostics.Findings], [.. diagnostics.Warnings], configuration.Notes, phases.ToImmutable());

        async Task<T> PhaseAsync<T>(string name, Func<Task<T>> work)
        {
            progress?.Report(name);
            var clock = Stopwatch.StartNew();
            var result = await work();
            phases.Add(new ConformancePhase(name, clock.Elapsed));
            return result;
        }

        void Read(string step, (int Code, string Output, string Error) run, Action read)
        {
            try
            {
                read();
            }
            catch (JsonException)
            {
                throw Failed(step, run.Code, run.Output + run.Error);
            }

            if (run.Code != 0 && diagnostics.Findings.Count == 0)
            {
                throw Failed(step, run.Code, run.Error);
            }
        }
    }

    // The lock file's neighbour: what init installed says nothing of Terraform's own version, and `terraform version` asks nobody.
    private async Task<string> TerraformVersionAsync(WorkFolder folder, CancellationToken cancellation)
    {
        var (_, output, _) = await new TerraformProcess(installation, folder).RunAsync(cancellation, "version");
        return VersionLine().Match(output) is { Success: true } match ? match.Groups[1].Value : "of an unknown version";
    }

    private ConformanceException Failed(string step, int code, string said)
    {
        var lines = said.Split('\n').Select(l => l.Trim(' ', '\r', '│', '╷', '╵')).Where(l => l.Length > 0).Take(12)
            .DefaultIfEmpty($"{installation.Terraform} ended with code {code} and said nothing of use; is that Terraform?");
        return new ConformanceException($"terraform {step} failed: {string.Join(' ', lines)}");
    }

    [GeneratedRegex(@"^Terraform v(\S+)")]
    private static partial Regex VersionLine();
}

/// <summary>What the provider is asked.</summary>
[Flags]
public enum ConformanceSteps
{
    /// <summary>Each resource by itself: <c>terraform validate</c>.</summary>
    Validate = 1,

    /// <summary>The resources with the values of each other: <c>terraform plan</c>.</summary>
    Plan = 2,

    /// <summary>The one, and when it finds nothing the other.</summary>
    All = Validate | Plan,
}
