using System;

namespace RegularizerGen.Tool;

/// <summary>An input that nothing can be said about: one line for people, exit code 1.</summary>
internal sealed class UnusableInputException(string message, Exception? inner = null) : Exception(message, inner);
