namespace Pulumi;

/// <summary>A union whose type arguments are not known to the caller.</summary>
internal interface IUnion
{
    object Value { get; }
}

/// <summary>A value of either of two types.</summary>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly bool _isT1;
    private readonly T0 _t0;
    private readonly T1 _t1;

    private Union(bool isT1, T0 t0, T1 t1) => (_isT1, _t0, _t1) = (isT1, t0, t1);

    /// <summary>The value as the first type; an error when it is the second.</summary>
    public T0 AsT0 => IsT0 ? _t0 : throw new InvalidOperationException("Cannot return as T0 as result is T1");

    /// <summary>The value as the second type; an error when it is the first.</summary>
    public T1 AsT1 => IsT1 ? _t1 : throw new InvalidOperationException("Cannot return as T1 as result is T0");

    /// <summary>Whether it is the first type.</summary>
    public bool IsT0 => !_isT1;

    /// <summary>Whether it is the second type.</summary>
    public bool IsT1 => _isT1;

    /// <summary>The value.</summary>
    public object Value => _isT1 ? _t1! : _t0!;

    /// <summary>A union of the first type.</summary>
    public static Union<T0, T1> FromT0(T0 input) => new(false, input, default!);

    /// <summary>A union of the second type.</summary>
    public static Union<T0, T1> FromT1(T1 input) => new(true, default!, input);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) => _isT1 == other._isT1 && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_isT1, Value);

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? "";

    /// <summary>Computes from either type.</summary>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => _isT1 ? f1(_t1) : f0(_t0);

    /// <summary>Acts on either type.</summary>
    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        if (_isT1)
            f1(_t1);
        else
            f0(_t0);
    }

    /// <summary>A union of the first type.</summary>
    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    /// <summary>A union of the second type.</summary>
    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

    /// <summary>Whether both hold the same type and value.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>Whether they differ in type or value.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);
}
