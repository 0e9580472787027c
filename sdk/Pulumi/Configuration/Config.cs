using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration of one namespace; the project's own by default.</summary>
public sealed partial class Config
{
    private readonly string _name;

    /// <summary>Configuration of a namespace, such as "aws"; of the project when unset.</summary>
    public Config(string? name = null)
    {
        name ??= Pulumi.Deployment.Instance.ProjectName;
        _name = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
    }

    /// <summary>A text, or null.</summary>
    public string? Get(string key) => Pulumi.Deployment.Running.Configuration.GetValueOrDefault(FullKey(key));

    /// <summary>A truth value, or null; anything but "true" and "false" is an error.</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var value => throw WrongType(key, value, nameof(Boolean)),
    };

    /// <summary>A whole number, or null; anything else is an error.</summary>
    public int? GetInt32(string key)
        => Get(key) is not { } value ? null
            : int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
            : throw WrongType(key, value, nameof(Int32));

    /// <summary>A number, or null; anything else is an error.</summary>
    public double? GetDouble(string key)
        => Get(key) is not { } value ? null
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw WrongType(key, value, nameof(Double));

    /// <summary>A value from JSON, or null.</summary>
    public T? GetObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, options);

    /// <summary>A value from JSON, or null.</summary>
    public T? GetObject<T>(string key) => Parse<T>(key, null);

    /// <summary>A text; an error when it is missing.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>A truth value; an error when it is missing.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>A whole number; an error when it is missing.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>A number; an error when it is missing.</summary>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>A value from JSON; an error when it is missing.</summary>
    public T? RequireObject<T>(string key, JsonSerializerOptions options) => Get(key) is null ? throw Missing(key) : Parse<T>(key, options);

    /// <summary>A value from JSON; an error when it is missing.</summary>
    public T? RequireObject<T>(string key) => Get(key) is null ? throw Missing(key) : Parse<T>(key, null);

    private T? Parse<T>(string key, JsonSerializerOptions? options)
    {
        var value = Get(key);
        try
        {
            return value is null ? default : JsonSerializer.Deserialize<T>(value, options);
        }
        catch (JsonException error)
        {
            throw WrongType(key, value, typeof(T).FullName!, error);
        }
    }

    private string FullKey(string key) => $"{_name}:{key}";

    private MissingException Missing(string key)
        => new MissingException($"Missing Required configuration variable '{FullKey(key)}'\n\tplease set a value using the command `pulumi config set {FullKey(key)} <value>`");

    private TypeException WrongType(string key, string? value, string type, Exception? inner = null)
        => new TypeException($"Configuration '{FullKey(key)}' value '{value}' is not a valid {type}", inner);

    private sealed class MissingException(string message) : RunException(message);

    private sealed class TypeException(string message, Exception? inner) : RunException(message, inner);
}
