using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>TechCorp's services and their schemas (S11 to S16).</summary>
public static class Services
{
    public static ImmutableArray<Service> All { get; } =
    [
        new("auth-service", "auth", "auth_service", ["users_credentials", "sessions", "tokens"]),
        new("user-service", "users", "user_service", ["users", "preferences", "addresses"]),
        new("order-service", "orders", "order_service", ["orders", "order_items", "order_history"]),
        new("payment-service", "payments", "payment_service", ["transactions", "refunds"]),
        new("inventory-service", "inventory", "inventory_service", ["stock_levels", "reservations"]),
        new("catalog-service", "products", "catalog_service", ["products", "categories", "attributes"]),
    ];
}
