using System;

namespace RegularizerGen.Tool.Network;

/// <summary>A node that does not belong to a chain of recurrent and affine layers.</summary>
internal sealed class OutsideException(string message) : Exception(message);
