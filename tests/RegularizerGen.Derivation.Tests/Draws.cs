using System;

namespace RegularizerGen.Derivation.Tests;

/// <summary>How many cases a test draws.</summary>
internal static class Draws
{
    /// <summary>The usual number, or that part of it where the code carries the switches of Stryker, which make it so many times
    /// slower.</summary>
    public static int Of(int usual, int slower = 10) =>
        Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is null ? usual : usual / slower;
}
