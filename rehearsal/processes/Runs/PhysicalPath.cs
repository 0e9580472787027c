namespace TechCorp.PgInfra.Processes;

/// <summary>
/// A path without symbolic links. The kernel tells a process's working directory so, and servers are recognised by it: below a linked home
/// or temporary folder none would be found, told to reload, or ended.
/// </summary>
internal static class PhysicalPath
{
    // As many as Linux follows (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>The path, absolute; what does not exist yet is kept as it is.</summary>
    /// <exception cref="ProcessException">Its links lead in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        var todo = new Stack<string>(Parts(Path.GetFullPath(path)));
        var done = "/";
        while (todo.TryPop(out var part))
        {
            var next = Path.Combine(done, part);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }

            if (++links > MostLinks)
                throw new ProcessException($"{path} leads through more than {MostLinks} symbolic links: {next} is one. Name a folder that exists.");
            foreach (var step in Parts(Path.GetFullPath(target, done)))
                todo.Push(step);
            done = "/";
        }

        return done;
    }

    // Last first, as a stack takes them.
    private static IEnumerable<string> Parts(string absolute) => absolute.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
}
