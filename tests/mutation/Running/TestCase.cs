using System.Reflection;
using System.Runtime.ExceptionServices;
using Xunit.Sdk;

namespace TechCorp.PgInfra.Mutation;

/// <summary>One test with one line of data, run by hand: a runner would take longer than most tests.</summary>
internal sealed record TestCase(MethodInfo Method, object?[] Arguments)
{
    public string Name => $"{Method.DeclaringType!.Name}.{Method.Name}({string.Join(", ", Arguments)})";

    // With other inputs at every run the fate of a mutant would be a matter of luck.
    private static readonly string[] Random = ["Any_accepted_configuration_keeps_the_laws", "Any_text_reaches_the_provider_as_it_is"];

    /// <summary>The tests of a namespace that need no provider and make up no inputs; those run in the whole suite only.</summary>
    public static IEnumerable<TestCase> Of(Assembly assembly, string part) =>
        from type in assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && type.Namespace == $"TechCorp.PgInfra.Review.Tests.{part}" && !Random.Contains(type.Name)
        from method in type.GetMethods()
        // Attributes of our own derive from these, and ask for terraform.
        where method.GetCustomAttributes().Any(a => a.GetType() == typeof(FactAttribute) || a.GetType() == typeof(TheoryAttribute))
        from arguments in method.GetCustomAttributes<DataAttribute>().ToList() is { Count: > 0 } data ? data.SelectMany(d => d.GetData(method)) : [[]]
        // A line of data that is one null comes as none.
        select new TestCase(method, arguments ?? [null]);

    /// <summary>Runs it; throws as it throws.</summary>
    public void Run()
    {
        var instance = Activator.CreateInstance(Method.DeclaringType!);
        try
        {
            if (Method.Invoke(instance, Fitted()) is Task task)
            {
                task.GetAwaiter().GetResult();
            }
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    // Left-out and `params` arguments, as a compiler would fill them in.
    private object?[] Fitted()
    {
        var parameters = Method.GetParameters();
        if (parameters is [.., var last] && last.IsDefined(typeof(ParamArrayAttribute)) && !(Arguments.Length == parameters.Length && Arguments[^1]?.GetType() == last.ParameterType))
        {
            var rest = Arguments[(parameters.Length - 1)..];
            var packed = Array.CreateInstance(last.ParameterType.GetElementType()!, rest.Length);
            rest.CopyTo(packed, 0);
            return [.. Arguments[..(parameters.Length - 1)], packed];
        }

        return [.. Arguments, .. parameters[Arguments.Length..].Select(p => p.DefaultValue)];
    }
}
