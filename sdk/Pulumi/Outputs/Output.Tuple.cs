namespace Pulumi;

/// <content>Tuples of two to eight values; unknown or secret when any of them is.</content>
public static partial class Output
{
    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2)
        => Gather.Run(async g => (await g.Take<T1>(item1), await g.Take<T2>(item2)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3)
        => Gather.Run(async g => (await g.Take<T1>(item1), await g.Take<T2>(item2), await g.Take<T3>(item3)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4)
        => Gather.Run(async g => (await g.Take<T1>(item1), await g.Take<T2>(item2), await g.Take<T3>(item3), await g.Take<T4>(item4)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5)
        => Gather.Run(async g => (
            await g.Take<T1>(item1), await g.Take<T2>(item2), await g.Take<T3>(item3), await g.Take<T4>(item4),
            await g.Take<T5>(item5)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6)
        => Gather.Run(async g => (
            await g.Take<T1>(item1), await g.Take<T2>(item2), await g.Take<T3>(item3), await g.Take<T4>(item4),
            await g.Take<T5>(item5), await g.Take<T6>(item6)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7)
        => Gather.Run(async g => (
            await g.Take<T1>(item1), await g.Take<T2>(item2), await g.Take<T3>(item3), await g.Take<T4>(item4),
            await g.Take<T5>(item5), await g.Take<T6>(item6), await g.Take<T7>(item7)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
        => Gather.Run(async g => (
            await g.Take<T1>(item1), await g.Take<T2>(item2), await g.Take<T3>(item3), await g.Take<T4>(item4),
            await g.Take<T5>(item5), await g.Take<T6>(item6), await g.Take<T7>(item7), await g.Take<T8>(item8)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2)
        => Gather.Run(async g => (await g.Take(item1), await g.Take(item2)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3)
        => Gather.Run(async g => (await g.Take(item1), await g.Take(item2), await g.Take(item3)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4)
        => Gather.Run(async g => (await g.Take(item1), await g.Take(item2), await g.Take(item3), await g.Take(item4)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5)
        => Gather.Run(async g => (
            await g.Take(item1), await g.Take(item2), await g.Take(item3), await g.Take(item4),
            await g.Take(item5)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6)
        => Gather.Run(async g => (
            await g.Take(item1), await g.Take(item2), await g.Take(item3), await g.Take(item4),
            await g.Take(item5), await g.Take(item6)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7)
        => Gather.Run(async g => (
            await g.Take(item1), await g.Take(item2), await g.Take(item3), await g.Take(item4),
            await g.Take(item5), await g.Take(item6), await g.Take(item7)));

    /// <summary>The values as one tuple.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8)
        => Gather.Run(async g => (
            await g.Take(item1), await g.Take(item2), await g.Take(item3), await g.Take(item4),
            await g.Take(item5), await g.Take(item6), await g.Take(item7), await g.Take(item8)));
}
