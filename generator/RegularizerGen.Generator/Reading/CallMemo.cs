using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>What helpers returned: one that is called again with equal values is not read again. Helpers that each call the next one twice
/// would take 2ⁿ readings.</summary>
internal sealed class CallMemo
{
    private readonly Dictionary<Call, Value> returned = [];

    /// <summary>The value of a call, found or read.</summary>
    /// <param name="method">The helper.</param>
    /// <param name="scope">All that it can see: its parameters, and the locals around a local function.</param>
    /// <param name="read">Reads it.</param>
    public Value Of(IMethodSymbol method, Dictionary<ISymbol, Value> scope, Func<IMethodSymbol, Dictionary<ISymbol, Value>, Value> read)
    {
        var call = new Call(method, [.. scope.Select(v => (v.Key, v.Value))]);
        if (!returned.TryGetValue(call, out Value? value))
        {
            value = read(method, scope);
            returned.Add(call, value);
        }

        return value;
    }

    /// <summary>A method and the values that it sees.</summary>
    private sealed class Call(IMethodSymbol method, (ISymbol Symbol, Value Value)[] values) : IEquatable<Call>
    {
        private readonly IMethodSymbol method = method;
        private readonly (ISymbol Symbol, Value Value)[] values = values;

        public bool Equals(Call? other) =>
            other is not null
            && SymbolEqualityComparer.Default.Equals(method, other.method)
            && values.Length == other.values.Length
            && values
                .Zip(other.values, (a, b) => SymbolEqualityComparer.Default.Equals(a.Symbol, b.Symbol) && a.Value == b.Value)
                .All(same => same);

        public override bool Equals(object? obj) => Equals(obj as Call);

        public override int GetHashCode() =>
            values.Aggregate(
                SymbolEqualityComparer.Default.GetHashCode(method),
                (hash, v) => unchecked((hash * 31) + v.Value.GetHashCode())
            );
    }
}
