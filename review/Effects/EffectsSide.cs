using System.Globalization;
using System.Text;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>One side of a comparison: a <c>--json</c> preview, a configuration file, or a git revision of the stack's file.</summary>
/// <remarks>A revision is its Pulumi.&lt;stack&gt;.yaml read by the present program: an old program is not built.</remarks>
public sealed class EffectsSide
{
    private readonly PulumiProject _project;
    private readonly PlanCapture _capture;

    /// <param name="root">Folder that holds Pulumi.yaml.</param>
    /// <exception cref="ProjectException">It holds none.</exception>
    public EffectsSide(string root)
    {
        _project = PulumiProject.Load(root);
        // Both sides are one estate with the same other stacks.
        _capture = EstatePlan.Capture(_project);
    }

    /// <summary>The plan a word on the command line stands for.</summary>
    /// <param name="word">A file, or a git revision.</param>
    /// <param name="stack">Stack name; null takes that of the preview or of the file's name.</param>
    /// <exception cref="ProjectException">It is neither, or the stack is not known.</exception>
    public async Task<JudgedEstate> ReadAsync(string word, string? stack)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (File.Exists(word))
        {
            // Once: a pipe, such as <(git show main:Pulumi.prod.yaml), has nothing to say a second time.
            var text = await ReadAsync(word);
            return text.AsSpan().TrimStart().StartsWith("{") ? Preview(word, text) : await EstateAsync(stack ?? StackOf(word), text, word);
        }

        var name = stack ?? throw new ProjectException($"'{word}' is no file; if it is a git revision, say which stack's: --stack prod.");
        return await RevisionAsync(word, name);
    }

    private JudgedEstate Preview(string path, string text)
    {
        try
        {
            var plan = PlanJson.Read(text);
            // Names and the other region come from the stack as it is configured now.
            return new(plan, EstatePlan.ReadSettings(_project.LoadStack(plan.Stack)).Settings ?? throw new ProjectException($"Pulumi.{plan.Stack}.yaml has problems; './pg preview --stack {plan.Stack}' names them."), ServiceCatalog.TechCorp);
        }
        catch (JsonException e)
        {
            throw new ProjectException($"{path} is no preview: {Odd(e)}. Write one with './pg preview --stack prod --json'.");
        }
    }

    // Of its own words most name types of this program. Only a missing member has neither a place nor the reader's error below it.
    private static string Odd(JsonException e) => e switch
    {
        { InnerException: not null } or { Path: null } => string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1} is not JSON"),
        { Path: "$" } => "it lacks what every preview has: project, stack, sdk, resources, outputs, warnings",
        _ => string.Create(CultureInfo.InvariantCulture, $"{e.Path} is not what a preview has there (line {e.LineNumber + 1})"),
    };

    private async Task<JudgedEstate> RevisionAsync(string revision, string stack)
    {
        var (code, yaml, error) = await Git.RunAsync(_project.Directory, default, "show", "--end-of-options", $"{revision}:./Pulumi.{stack}.yaml");
        if (code != 0)
        {
            throw new ProjectException($"'{revision}' is neither a file nor a git revision with Pulumi.{stack}.yaml: {Git.Reason(error)}");
        }

        return await EstateAsync(stack, yaml, $"{revision}:Pulumi.{stack}.yaml");
    }

    private async Task<JudgedEstate> EstateAsync(string stack, string yaml, string source)
    {
        try
        {
            return await LawReview.EstateAsync(_project, _capture, _project.ParseStack(stack, yaml, source));
        }
        catch (ConfigurationException e) when (e.Stack == stack)
        {
            // There are two sides, and only one of them is the file somebody is editing.
            throw new ConfigurationException(stack, e.Problems, source);
        }
    }

    private static async Task<string> ReadAsync(string file)
    {
        try
        {
            return await File.ReadAllTextAsync(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new ProjectException($"{file} cannot be read: {e.Message}");
        }
    }

    private static string StackOf(string path) => Path.GetFileName(path).Split('.') is ["Pulumi", .. var name, "yaml"] && name.Length > 0
        ? string.Join('.', name)
        : throw new ProjectException($"{path} does not say which stack's file it is: name it Pulumi.<stack>.yaml, or add --stack.");
}
